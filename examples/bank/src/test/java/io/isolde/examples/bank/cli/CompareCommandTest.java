package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.sharing.SharingStrategies;
import io.isolde.examples.sharing.StrategyFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

/** The commands compare and report, from the outside. */
class CompareCommandTest {
  private static final String SMALL =
      "compare --ways cas,lock:,stm:,nowhere: --accounts 10 --hot 2 --frozen 1 --writers 2"
          + " --rounds 1 --orders 200 --warm-up-millis 1";

  @TempDir private Path folder;

  @Test
  void compare_severalWays_printsOneTableAndASentenceEach() {
    CommandRun run = run(SMALL);
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^way +orders/s +p50 +p99 +p99.9 +longest +conflicts")
        .containsPattern("(?m)^cas +[0-9]")
        .containsPattern("(?m)^lock: +[0-9]")
        .containsPattern("(?m)^stm: +[0-9]")
        .contains("stm: (transactions): No money was lost or created")
        .contains("nowhere: (store): not available: no backend");
  }

  @Test
  void compare_withoutWays_comparesAllThereAre() {
    CommandSpec compare = Bank.commandLine().getSubcommands().get("compare").getCommandSpec();
    assertThat(compare.findOption("--ways").defaultValue().split(",", -1))
        .containsExactly(
            SharingStrategies.ALL.stream().map(StrategyFactory::name).toArray(String[]::new));
  }

  @Test
  void compare_progress_tellsWhatComesNext() {
    assertThat(run(SMALL + " --progress").err()).contains("warming up lock:", "round 1 of 1");
  }

  @Test
  void compare_files_areWrittenAndBecomeAPage() throws IOException {
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Path page = folder.resolve("page.md");
    Files.writeString(
        page,
        "# Page\n<!-- comparison: one -->\nold\n<!-- end -->\n<!-- sweep: o -->\n<!-- end -->\n.");
    CommandRun run = run(SMALL + " --raw " + raw.resolve("one.json") + " --chart " + file("a.png"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run("report " + page + " " + raw).exitCode()).isEqualTo(ExitCode.OK);
    assertPage(Files.readString(page));
    assertPicture(folder.resolve("a.png"));
    assertPicture(folder.resolve("one.png"));
  }

  private static void assertPage(String text) {
    assertThat(text)
        .startsWith("# Page\n<!-- comparison: one -->\n10 accounts, 2 of them hot")
        .endsWith("<!-- end -->\n.")
        .contains("| way | orders/s |", "| lock: | ", "![one](one.png)")
        .contains(
            "accounts 10, writers 2, auditors 1, computing 0 ns, waiting 0 ns.\n\n| cas | lock")
        .containsPattern("(?m)^\\| [0-9].* \\| \\*\\*[0-9,]+\\*\\* · ")
        .doesNotContain("old");
  }

  private static void assertPicture(Path file) throws IOException {
    BufferedImage picture = ImageIO.read(file.toFile());
    assertThat(picture.getWidth()).isEqualTo(1200);
    assertThat(picture.getHeight()).isGreaterThan(200);
  }

  @ParameterizedTest
  @CsvSource({
    "--ways mutex, there is no way 'mutex'",
    "'--ways stm:,stm:', names 'stm:' twice",
    "--accounts 1, --accounts must be at least 2",
    "--accounts 5 --hot 6, --hot must be 0 to 5",
    "--hot-percent 101, --hot-percent must be 0 to 100",
    "--frozen -1, --frozen must be 0 to 1000",
    "--writers 0, --writers must be at least 1",
    "--auditors -1, --auditors must be at least 0",
    "--audits-per-second 0, --audits-per-second must be at least 1",
    "--body-nanos -1, --body-nanos must be at least 0",
    "--think-micros -1, --think-micros must be at least 0",
    "--rounds 0, --rounds must be at least 1",
    "--millis 0, --millis must be at least 1",
    "--orders 0, --orders must be at least 1",
    "--warm-up-millis -1, --warm-up-millis must be at least 0"
  })
  void compare_badOption_isAUsageErrorThatNamesIt(String options, String message) {
    CommandRun run = run("compare " + options);
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(message).contains("bank compare --help");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void compare_chartNowhere_failsBeforeAnythingRuns() {
    CommandRun run = run("compare --chart " + folder.resolve("none").resolve("a.png"));
    assertThat(run.exitCode()).isEqualTo(ExitCode.OUTPUT);
    assertThat(run.err()).contains("there is no folder");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void report_resultMissing_namesItAndLeavesThePage() throws IOException {
    Path page = folder.resolve("page.md");
    String text = "<!-- comparison: none -->\n<!-- end -->\n";
    Files.writeString(page, text);
    CommandRun run = run("report " + page + " " + folder);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("none.json cannot be read");
    assertThat(page).hasContent(text);
  }

  @Test
  void report_sweepOfNothing_saysWhatWasSought() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "<!-- sweep: body- -->\n<!-- end -->\n");
    CommandRun run = run("report " + page + " " + folder);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("has no file body-*.json");
  }

  @Test
  void report_pageMissing_isNamed() {
    CommandRun run = run("report " + file("none.md") + " " + folder);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("none.md cannot be read");
  }

  @Test
  void report_resultMalformed_isNamed() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "<!-- comparison: bad -->\n<!-- end -->\n");
    Files.writeString(folder.resolve("bad.json"), "{\"rows\": 7}");
    CommandRun run = run("report " + page + " " + folder);
    assertThat(run.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(run.err()).contains("bad.json cannot be read");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static CommandRun run(String args) {
    return CommandRun.of(args.split(" +", -1));
  }
}
