package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory stays flat: a million orders in a heap that holds only a few of them at a time. */
@Tag("long")
class MillionOrdersTest {
  @TempDir private Path folder;

  @Test
  void apply_millionOrdersIntoADurableStore_needsLittleMoreForReceipts() throws Exception {
    Path orders = folder.resolve("orders.csv");
    CommandRun.of("generate", "--orders=1000000", "--accounts=1000", orders.toString());
    Process bank =
        JavaProcess.start(
            List.of("-Xmx64m"),
            "apply",
            "--no-progress",
            "--writers=64",
            "--store=file:" + folder.resolve("bank"),
            orders.toString());
    String summary = new String(bank.getInputStream().readAllBytes(), UTF_8);
    assertThat(bank.waitFor()).as(summary).isEqualTo(ExitCode.OK);
    assertThat(summary).contains("1,000,000.00 in 1,000 accounts, exactly what was opened");
  }

  @Test
  void apply_millionOrdersInASmallHeap_conservesAllMoney() throws Exception {
    Path orders = folder.resolve("orders.csv");
    CommandRun.of("generate", "--orders=1000000", "--accounts=1000", orders.toString());
    Process bank =
        JavaProcess.start(List.of("-Xmx32m"), "apply", "--no-progress", orders.toString());
    String summary = new String(bank.getInputStream().readAllBytes(), UTF_8);
    assertThat(bank.waitFor()).as(summary).isEqualTo(ExitCode.OK);
    assertThat(summary)
        .contains("0 inconsistent")
        .contains("1,000,000.00 in 1,000 accounts, exactly what was opened");
  }
}
