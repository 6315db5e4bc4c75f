package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BankTest {

  @Test
  void bank_withoutArguments_demonstratesAndExplains() {
    CommandRun run = CommandRun.of("--no-progress");
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("[1-9] refused: insufficient funds")
        .containsPattern("[1-9] refused: unknown account")
        .containsPattern("[1-9] refused: same account")
        .containsPattern("[1-9] refused: non-positive amount")
        .containsPattern("Malformed +[1-9]")
        .containsPattern("Audits +[1-9][0-9,]* made, 0 inconsistent")
        .contains("300,000.00 in 300 accounts, exactly what was opened")
        .contains("What you have just seen");
    assertThat(run.out().lines()).allMatch(line -> line.length() < 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--help", "apply --help", "compare --help", "generate --help", "report --help"})
  void help_always_fitsATerminalOf80Columns(String args) {
    CommandRun run = CommandRun.of(args.split(" ", -1));
    assertThat(run.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
  }

  @Test
  void help_ofApply_listsAllExitCodes() {
    assertThat(CommandRun.of("apply", "--help").out())
        .containsPattern("(?s)Exit codes:.* 0 .* 1 .* 2 .* 3 .* 4 .* 130 ");
  }

  @Test
  void bank_unknownCommand_isAUsageError() {
    CommandRun run = CommandRun.of("aply");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("aply").contains("bank --help");
  }
}
