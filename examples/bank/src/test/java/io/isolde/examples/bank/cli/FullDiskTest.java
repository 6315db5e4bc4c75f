package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.examples.bank.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs to a real disk that is full, and to a pipe whose other end is closed. */
@EnabledOnOs(OS.LINUX)
class FullDiskTest {
  private static final int DISK_BYTES = 64 << 10;

  /** Enough that the balances take more than the one page that is left on the disk. */
  private static final int ORDERS = 1000;

  @TempDir private Path folder;
  private Path disk;
  private Path orders;

  @BeforeEach
  void writeOrders() throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    StringBuilder text = new StringBuilder("payer,payee,amount\n");
    for (int i = 0; i < ORDERS; i++) {
      text.append("payer ").append(i).append(",payee ").append(i).append(",1\n");
    }
    orders = Files.writeString(folder.resolve("orders.csv"), text);
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", disk.toString());
  }

  private void mountFull() throws Exception {
    int mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
    assumeTrue(mounted == 0, "only root can mount a small disk");
    Files.write(disk.resolve("fill"), new byte[DISK_BYTES - 4096]);
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
  }

  private String onDisk(String name) {
    return disk.resolve(name).toString();
  }

  @Test
  void apply_outOnFullDisk_saysSoAndLeavesTheOldFile() throws Exception {
    mountFull();
    Files.writeString(disk.resolve("out.csv"), "");

    CommandRun run =
        CommandRun.of("apply", "--no-progress", orders.toString(), "--out", onDisk("out.csv"));

    assertThat(run.out()).contains("1,000 applied").doesNotContain("written to");
    assertFull(run, "apply", "out.csv");
    assertThat(disk.resolve("out.csv")).isEmptyFile();
  }

  @Test
  void generate_fullDisk_saysSo() throws Exception {
    mountFull();

    assertFull(CommandRun.of("generate", onDisk("orders.csv")), "generate", "orders.csv");
    assertFull(
        CommandRun.of(
            "generate",
            folder.resolve("generated.csv").toString(),
            "--accounts-file",
            onDisk("accounts.csv")),
        "generate",
        "accounts.csv");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--chart", "--raw"})
  void compare_fullDisk_saysSo(String option) throws Exception {
    mountFull();
    Files.write(disk.resolve("rest"), new byte[4096]);

    CommandRun run =
        CommandRun.of(
            "compare",
            "--no-progress",
            "--ways=lock:",
            "--rounds=1",
            "--orders=10",
            "--warm-up-millis=1",
            option,
            onDisk("result"));

    assertThat(run.out()).contains("lock:");
    assertFull(run, "compare", "result");
  }

  private void assertFull(CommandRun run, String command, String file) throws IOException {
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "bank %s: %s cannot be written: No space left on device"
                .formatted(command, disk.toRealPath().resolve(file)));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT);
    try (var files = Files.list(disk)) {
      assertThat(files).noneMatch(path -> path.toString().endsWith(".part"));
    }
  }

  @Test
  void apply_standardOutputOnFullDisk_doesAllTheRestAndSaysSo() throws Exception {
    Path out = folder.resolve("out.csv");

    Process bank = start("/dev/full", "apply", orders.toString(), "--out", out.toString());

    assertUntold(bank, "apply");
    assertThat(out).content().hasLineCount(2 * ORDERS + 1);
  }

  @Test
  void balances_readerOfThePipeGone_saysSo() throws Exception {
    String uri = "file:" + folder.resolve("bank");
    CommandRun.of("apply", "--no-progress", orders.toString(), "--store", uri);

    Process bank = JavaProcess.start(List.of(), "balances", "--store", uri);
    bank.getInputStream().close();

    assertUntold(bank, "balances");
  }

  private static Process start(String standardOutput, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "exec \"$@\" > " + standardOutput, "sh"));
    command.addAll(JavaProcess.command(Bank.class, List.of(), args));
    return new ProcessBuilder(command).start();
  }

  private static void assertUntold(Process bank, String command) throws Exception {
    assertThat(new String(bank.getErrorStream().readAllBytes(), UTF_8))
        .isEqualToIgnoringNewLines(
            "bank "
                + command
                + ": the output cannot be written, so what it says is incomplete; all else is"
                + " done");
    assertThat(bank.waitFor()).isEqualTo(ExitCode.OUTPUT);
  }
}
