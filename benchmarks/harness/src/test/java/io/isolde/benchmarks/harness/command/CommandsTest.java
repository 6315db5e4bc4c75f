package io.isolde.benchmarks.harness.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.rounds.Rounds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class CommandsTest {
  @TempDir Path directory;

  @Command(name = "measure", mixinStandardHelpOptions = true)
  static final class Measure implements Callable<Integer> {
    @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(2, 3, 50));
    @Mixin private final ResultOptions results = new ResultOptions();

    @Override
    public Integer call() throws IOException {
      results.write(Map.of("rounds", rounds.rounds(), "command", results.arguments()));
      return 0;
    }
  }

  record Written(Rounds rounds, String command) {}

  private Written measured(String... arguments) throws IOException {
    Path out = directory.resolve("out.json");
    String[] all = (String.join(" ", arguments) + " --out " + out).strip().split(" ");
    assertThat(new CommandLine(new Measure()).execute(all)).isZero();
    return Json.read(out, Written.class);
  }

  @Test
  void rounds_areThoseAskedFor_orTheUsualOnes() throws Exception {
    assertThat(measured().rounds()).isEqualTo(new Rounds(2, 3, 50));
    assertThat(measured("--warmups", "0", "--rounds", "1", "--round-millis", "7").rounds())
        .isEqualTo(new Rounds(0, 1, 7));
  }

  @Test
  void results_sayHowTheyWereMade() throws Exception {
    assertThat(measured("--rounds", "1").command()).startsWith("--rounds 1 --out ");
  }

  @Test
  void help_tellsTheUsualRounds() {
    StringWriter help = new StringWriter();
    new CommandLine(new Measure()).usage(new PrintWriter(help));

    assertThat(help.toString()).contains("do not count (2)", "that count (3)", "in a round (50)");
  }

  @Command(name = "report")
  static final class Report extends ReportCommand {
    @Override
    protected Map<String, Section> sections(Path raw) {
      return Map.of("of", subject -> subject + " of " + raw.getFileName() + "\n");
    }
  }

  private Path page(String name, String kind) throws IOException {
    return Files.writeString(
        directory.resolve(name), "<!-- table: " + kind + " -->\n<!-- end of table -->\n");
  }

  private int reported(Path... paths) {
    String[] arguments = Arrays.stream(paths).map(Path::toString).toArray(String[]::new);
    return new CommandLine(new Report()).execute(arguments);
  }

  @Test
  void report_rewritesAllPages() throws Exception {
    Path one = page("one.md", "of a");
    Path two = page("two.md", "of b");

    assertThat(reported(one, two, directory.resolve("raw"))).isZero();
    assertThat(one).content().contains("a of raw\n");
    assertThat(two).content().contains("b of raw\n");
  }

  @Test
  void report_ofAnUnknownTable_leavesThePage() throws Exception {
    Path page = page("page.md", "guesses");
    String before = Files.readString(page);

    assertThat(reported(page, directory)).isNotZero();
    assertThat(page).hasContent(before);
  }

  @Test
  void report_withoutAPage_isAUsageError() {
    assertThat(reported(directory)).isEqualTo(CommandLine.ExitCode.USAGE);
  }
}
