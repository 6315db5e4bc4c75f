package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.run.OpeningBalances;
import io.isolde.examples.bank.run.PaymentRun;
import io.isolde.examples.bank.run.Progress;
import io.isolde.examples.bank.run.RunSettings;
import io.isolde.examples.bank.run.StopSignal;
import io.isolde.examples.bank.run.Summary;
import io.isolde.examples.bank.run.Tally;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;

/** Applies the orders of a built-in data set, and explains what the user has just seen. */
final class Demonstration {
  static final Source ORDERS = shipped("demonstration-orders.csv");
  static final Source ACCOUNTS = shipped("demonstration-accounts.csv");

  private static final int WRITERS = 40;
  private static final int AUDITORS = 2;
  private static final int MALFORMED_SHOWN = 4;
  private static final Duration THINK_TIME = Duration.ofMillis(10);

  private final RunSettings settings;

  Demonstration(Progress.Display progress) {
    settings = new RunSettings(WRITERS, AUDITORS, 0, false, progress, MALFORMED_SHOWN);
  }

  private static Source shipped(String name) {
    return Source.shipped(Demonstration.class, name);
  }

  /** Runs the demonstration, and returns the exit code. */
  int run(PrintWriter out) throws InterruptedException {
    return Interrupts.stopping(stop -> run(out, stop));
  }

  private int run(PrintWriter out, StopSignal stop) throws InterruptedException {
    OrderFormat format = OrderFormat.standard();
    Ledger ledger = new Ledger(OptionalLong.empty(), THINK_TIME);
    AccountsFile accounts = new AccountsFile(format.delimiter(), format.amounts());
    new OpeningBalances(accounts, ACCOUNTS).openIn(ledger);
    introduce(out, ledger);
    Summary summary = PaymentRun.apply(ORDERS, format, ledger, settings, stop);
    out.println();
    summary.print(out, format.amounts());
    if (!summary.interrupted()) {
      explain(out, summary);
    }
    return summary.exitCode();
  }

  private static void introduce(PrintWriter out, Ledger ledger) {
    out.printf(
        """
        The bank applies payment orders among %d accounts, some of them hot, from %d
        virtual threads, while %d auditors sum all balances over and over.

        """,
        ledger.balances().size(), WRITERS, AUDITORS);
    out.flush();
  }

  private static void explain(PrintWriter out, Summary summary) {
    Tally tally = summary.tally();
    long pondered = tally.orders(Outcome.APPLIED) + tally.orders(Outcome.INSUFFICIENT_FUNDS);
    out.printf(
        """

        What you have just seen
          Each order was one transaction: it looked at two accounts, thought about it
          for %d ms, and moved the money or did nothing. One at a time, as under one
          lock for the whole bank, that would have taken %d s, not %.1f s.
          Orders that met on an account while they were thinking did not wait and did
          not mix: %,d attempts were undone and run again, and nobody could tell.
          The auditors stopped nobody. Each of their %,d sums over %d accounts
          showed one moment, between the orders and never in the midst of one.
          The bank's own code takes no lock: its transactions are all in Ledger.java.

        Apply orders of your own:  bank apply FILE.csv  (see bank apply --help)
        """,
        THINK_TIME.toMillis(),
        THINK_TIME.multipliedBy(pondered).toSeconds(),
        summary.usage().elapsed().toMillis() / 1000.0,
        tally.conflicts(),
        tally.audits(),
        summary.accounts());
    out.flush();
  }
}
