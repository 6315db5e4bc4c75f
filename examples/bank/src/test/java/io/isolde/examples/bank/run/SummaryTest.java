package io.isolde.examples.bank.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.ledger.Audit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void summary_inconsistentAudit_isAnError() {
    Tally tally = new Tally(0);
    tally.add(new Audit(5, 4));
    assertInconsistent(new Summary(tally, new Audit(5, 5), 5, 1, Duration.ZERO, 1, false));
  }

  @Test
  void summary_moneyMissing_isAnErrorEvenWhenInterrupted() {
    Summary missing = new Summary(new Tally(0), new Audit(5, 4), 5, 1, Duration.ZERO, 1, true);
    assertInconsistent(missing);
    assertThat(print(missing)).contains("0.04 in 1 account, but 0.05 was opened");
  }

  @Test
  void summary_expectedTotalWrong_isAnError() {
    assertInconsistent(new Summary(new Tally(0), new Audit(4, 4), 5, 1, Duration.ZERO, 1, false));
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
