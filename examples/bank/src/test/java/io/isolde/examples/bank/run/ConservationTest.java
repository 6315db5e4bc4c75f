package io.isolde.examples.bank.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderGenerator;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.csv.TextSource;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law of the bank: money is neither made nor lost, at any moment. */
class ConservationTest {
  private static final long OPENING = 1_000_00;

  @ParameterizedTest(name = "{0} writers, {1} auditors, platform threads: {2}")
  @CsvSource({"1, 1, false", "8, 2, false", "64, 1, false", "8, 2, true"})
  void money_hotAccountsUnderContention_isConserved(
      int writers, int auditors, boolean platformThreads) throws Exception {
    Ledger ledger = new Ledger(OptionalLong.of(OPENING), Duration.ZERO);
    Summary summary = apply(orders(20, 5, 7), ledger, writers, auditors, platformThreads);
    assertConserved(summary, 20);
    assertThat(ledger.balances()).allMatch(balance -> balance.amount() >= 0);
  }

  @Test
  void money_transactionsThatOverlap_isConserved() throws Exception {
    Ledger ledger = new Ledger(OptionalLong.of(OPENING), Duration.ofNanos(20_000));
    assertConserved(apply(orders(6, 3, 8), ledger, 16, 1, false), 6);
  }

  @Test
  void audits_whileAccountsAreOpened_areConsistent() throws Exception {
    Ledger ledger = new Ledger(OptionalLong.of(OPENING), Duration.ZERO);
    Summary summary = apply(orders(20_000, 0, 9), ledger, 8, 2, false);
    assertConserved(summary, ledger.balances().size());
    assertThat(summary.accounts()).isGreaterThan(10_000);
  }

  @Test
  void balances_oneWriter_areThoseOfTheOrdersInTurn() throws Exception {
    Source orders =
        TextSource.of("payer,payee,amount\na,b,1000\na,c,0.01\nb,a,2000\na,c,1500\nc,b,2500.01\n");
    Ledger ledger = new Ledger(OptionalLong.of(OPENING), Duration.ZERO);
    Summary summary = apply(orders, ledger, 1, 1, false);
    assertThat(summary.tally().orders(Outcome.INSUFFICIENT_FUNDS)).isEqualTo(2);
    assertThat(ledger.balances())
        .containsExactly(new Balance("a", 500_00), new Balance("b", 0), new Balance("c", 2_500_00));
  }

  private static void assertConserved(Summary summary, int accounts) {
    assertThat(summary.tally().inconsistentAudits()).isZero();
    assertThat(summary.tally().audits()).isPositive();
    assertThat(summary.closing()).isEqualTo(new Audit(accounts * OPENING, accounts * OPENING));
    assertThat(summary.isConsistent()).isTrue();
    assertThat(summary.exitCode()).isEqualTo(ExitCode.OK);
  }

  private static Source orders(int accounts, int hot, long seed) throws IOException {
    StringWriter orders = new StringWriter();
    new OrderGenerator(new OrderGenerator.Plan(20_000, accounts, hot, 60, 50, seed))
        .writeOrders(orders);
    return TextSource.of(orders.toString().replace("nobody", "account-" + (accounts - 1)));
  }

  private static Summary apply(
      Source orders, Ledger ledger, int writers, int auditors, boolean platformThreads)
      throws InterruptedException {
    RunSettings settings =
        new RunSettings(writers, auditors, 0, platformThreads, Progress.Display.NONE, 10);
    return PaymentRun.apply(orders, OrderFormat.standard(), ledger, settings, new StopSignal());
  }
}
