package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Signals to the bank in a process of its own.
 *
 * <p>The signal is SIGTERM, which takes the same path as the one of Ctrl-C. A process does not get
 * that one when the build runs in the background.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
class InterruptTest {
  private static final int TERMINATED = 128 + 15;

  @TempDir private Path folder;

  @Test
  void interrupt_whileApplying_windsUpAndSaysSo() throws Exception {
    Process bank = start();
    try (OutputStream orders = bank.getOutputStream()) {
      orders.write("payer,payee,amount\na,b,1\nb,c,2\n".getBytes(UTF_8));
      orders.flush();
      awaitProgress(bank);
      bank.toHandle().destroy();
      assertThat(bank.waitFor()).isEqualTo(TERMINATED);
    }
    assertThat(new String(bank.getInputStream().readAllBytes(), UTF_8))
        .contains("Interrupted after line")
        .contains("exactly what was opened")
        .contains("not written, for the run is not complete");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void interrupt_beforeTheFirstLine_endsAtOnceAndLeavesNothing() throws Exception {
    Process bank = start();
    awaitPreparedOutput(bank);
    bank.toHandle().destroy();
    assertThat(bank.waitFor()).isEqualTo(TERMINATED);
    assertThat(bank.getInputStream().readAllBytes()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  private Process start() throws IOException {
    String out = folder.resolve("out.csv").toString();
    return JavaProcess.start(List.of(), "apply", "/dev/stdin", "--progress", "--out", out);
  }

  /** Waits until progress is shown; from then on, the bank winds up when it is interrupted. */
  private static void awaitProgress(Process bank) throws IOException {
    assertThat(bank.getErrorStream().read()).isNotNegative();
  }

  private void awaitPreparedOutput(Process bank) throws IOException {
    while (bank.isAlive() && isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private boolean isEmpty() throws IOException {
    try (var files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }
}
