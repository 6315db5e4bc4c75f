package io.isolde.examples.bank.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.Receipt;
import io.isolde.examples.bank.ledger.Settlement;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {

  @Test
  void summary_inconsistentAudit_isAnError() {
    Tally tally = new Tally(0);
    tally.add(new Audit(5, 4), 1, 1);
    assertInconsistent(new Summary(tally, new Audit(5, 5), 5, 1, ResourceUsage.NONE, 1, false));
  }

  @Test
  void summary_moneyMissing_isAnErrorEvenWhenInterrupted() {
    Summary missing = new Summary(new Tally(0), new Audit(5, 4), 5, 1, ResourceUsage.NONE, 1, true);
    assertInconsistent(missing);
    assertThat(print(missing)).contains("0.04 in 1 account, but 0.05 was opened");
  }

  @Test
  void summary_expectedTotalWrong_isAnError() {
    assertInconsistent(
        new Summary(new Tally(0), new Audit(4, 4), 5, 1, ResourceUsage.NONE, 1, false));
  }

  @Test
  void summary_auditsAtARate_tellsTheirCostAndDelays() {
    Tally tally = new Tally(0);
    tally.add(new Audit(5, 5), 12_300, 10_100);
    tally.add(new Audit(5, 5), 14_300, 12_100);
    tally.addDelays(3, 2_100_000);
    tally.addDelays(1_000, 1_100_000);
    assertThat(printed(tally, ResourceUsage.NONE))
        .containsSubsequence(
            "Audits                 2 made, 0 inconsistent",
            "                    13.3 µs each, 11.1 µs of that on a processor",
            "                   1,003 overdue at the end, 2.1 ms late at most");
  }

  @Test
  void summary_noAudits_tellsNoCost() {
    assertThat(printed(new Tally(0), ResourceUsage.NONE)).doesNotContain("each", "overdue");
  }

  @ParameterizedTest
  @CsvSource({"900, a cold run", "400, a partly cold run", "40, a warm run"})
  void summary_compiling_saysHowWarmTheRunWas(long compilingMillis, String words) {
    ResourceUsage usage =
        new ResourceUsage(
            Duration.ofMillis(1000), Duration.ofMillis(1500), Duration.ofMillis(compilingMillis));
    Tally tally = new Tally(0);
    tally.add(new Receipt(new Settlement(Outcome.APPLIED, false), 1));
    assertThat(printed(tally, usage))
        .contains("CPU                 1.50 s, 1,500,000.0 µs per order")
        .containsPattern("Compiling +0\\.[0-9]{2} s, " + words);
  }

  private static String printed(Tally tally, ResourceUsage usage) {
    return print(new Summary(tally, new Audit(5, 5), 5, 1, usage, 1, false));
  }

  private static void assertInconsistent(Summary summary) {
    assertThat(summary.isConsistent()).isFalse();
    assertThat(summary.exitCode()).isEqualTo(ExitCode.INCONSISTENT);
  }

  private static String print(Summary summary) {
    StringWriter out = new StringWriter();
    summary.print(new PrintWriter(out), new Amounts(2));
    return out.toString();
  }
}
