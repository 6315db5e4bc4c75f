package io.isolde.examples.bank.run;

import io.isolde.examples.bank.ExitCode;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Books;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a run did, and whether all money is still there.
 *
 * <p>Immutable, once the run has ended.
 *
 * @param closing the money at the end, and what the ledger expects
 * @param opened the opening balances of all accounts, added up account by account
 * @param lastLine the last line that was read
 */
public record Summary(
    Tally tally,
    Audit closing,
    long opened,
    int accounts,
    ResourceUsage usage,
    long lastLine,
    boolean interrupted) {
  /** Refusals for reasons that few files have. */
  private static final Set<Outcome> RARE =
      EnumSet.of(Outcome.ID_OF_ANOTHER_ORDER, Outcome.BEYOND_THE_LIMIT);

  private static final double WARM = 0.1;
  private static final double COLD = 0.5;

  /** The summary of a run that has just ended on that ledger. */
  static Summary of(
      Tally tally, Ledger ledger, ResourceUsage usage, long lastLine, boolean interrupted) {
    // At one moment, because other processes may open accounts meanwhile.
    Books books = ledger.books();
    return new Summary(
        tally, books.audit(), books.opened(), books.accounts(), usage, lastLine, interrupted);
  }

  /** The summary of a run that had nothing to do, because all its orders were settled before. */
  static Summary ofKnown(Totals totals, Ledger ledger) {
    Tally tally = new Tally(0);
    tally.addBefore(totals);
    return of(tally, ledger, ResourceUsage.NONE, 0, false);
  }

  /** Whether no audit was inconsistent and the money now adds up to the minor unit. */
  public boolean isConsistent() {
    return tally.inconsistentAudits() == 0 && closing.isConsistent() && closing.found() == opened;
  }

  public int exitCode() {
    if (!isConsistent()) {
      return ExitCode.INCONSISTENT;
    }
    return interrupted ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  /** Prints the whole summary. */
  public void print(PrintWriter out, Amounts amounts) {
    if (interrupted) {
      printRemark(out, "Interrupted", "after line " + Texts.grouped(lastLine));
    }
    printOrders(out);
    printMalformed(out, tally);
    printAudits(out);
    printCount(out, "Conflicts", tally.conflicts(), "attempts undone and run again");
    printSeconds(out, "Time", usage.elapsed(), ", " + throughput());
    printSeconds(out, "CPU", usage.cpu(), cpuPerOrder());
    printSeconds(out, "Compiling", usage.compiling(), warmUp());
    printFigure(out, "Money", amounts.grouped(closing.found()), money(amounts));
  }

  private void printOrders(PrintWriter out) {
    printOrders(out, "Orders", Outcome.APPLIED, "");
    for (Outcome refusal : Outcome.refusals()) {
      if (!RARE.contains(refusal) || tally.orders(refusal) + tally.ordersBefore(refusal) > 0) {
        printOrders(out, "", refusal, "refused: ");
      }
    }
  }

  private void printOrders(PrintWriter out, String topic, Outcome outcome, String prefix) {
    long before = tally.ordersBefore(outcome);
    String remark = before == 0 ? "" : ", " + Texts.grouped(before) + " of them before";
    long count = tally.orders(outcome) + before;
    printCount(out, topic, count, prefix + outcome.words() + remark);
  }

  private void printAudits(PrintWriter out) {
    printCount(out, "Audits", tally.audits(), "made, " + inconsistentAudits());
    if (tally.audits() > 0) {
      String cpu = decimal(tally.auditCpuMicros(), 1) + " µs of that on a processor";
      printFigure(out, "", decimal(tally.auditMicros(), 1), "µs each, " + cpu);
    }
    tally.longestDelayNanos().ifPresent(longest -> printDelays(out, longest));
  }

  private void printDelays(PrintWriter out, long longestNanos) {
    String longest = decimal(longestNanos / 1e6, 1) + " ms late at most";
    printCount(out, "", tally.overdueAudits(), "overdue at the end, " + longest);
  }

  /** Prints how many lines are malformed, and the first of them. */
  static void printMalformed(PrintWriter out, Tally tally) {
    printCount(out, "Malformed", tally.malformed(), tally.malformed() == 1 ? "line" : "lines");
    List<Parsed.Malformed<?>> lines = tally.malformedLines();
    lines.forEach(line -> printRemark(out, "", "line " + line.line() + ": " + line.reason()));
    if (lines.size() < tally.malformed()) {
      printRemark(out, "", "and " + Texts.grouped(tally.malformed() - lines.size()) + " more");
    }
  }

  private String inconsistentAudits() {
    return Texts.grouped(tally.inconsistentAudits()) + " inconsistent";
  }

  private String throughput() {
    double seconds = Math.max(1, usage.elapsed().toNanos()) / 1e9;
    return Texts.grouped(Math.round(tally.orders() / seconds)) + " orders per second";
  }

  private String cpuPerOrder() {
    return tally.orders() == 0
        ? ""
        : ", " + decimal(usage.cpu().toNanos() / 1e3 / tally.orders(), 1) + " µs per order";
  }

  /** How much of the run the JVM was still compiling, in words. */
  private String warmUp() {
    double part = (double) usage.compiling().toNanos() / Math.max(1, usage.elapsed().toNanos());
    if (tally.orders() == 0) {
      return "";
    }
    if (part < WARM) {
      return ", a warm run";
    }
    return part < COLD ? ", a partly cold run" : ", a cold run: most of it was warm-up";
  }

  private String money(Amounts amounts) {
    return "in %s, %s"
        .formatted(
            Texts.counted(accounts, "account"),
            closing.found() == opened
                ? "exactly what was opened"
                : "but " + amounts.grouped(opened) + " was opened");
  }

  private static void printCount(PrintWriter out, String topic, long count, String text) {
    printFigure(out, topic, Texts.grouped(count), text);
  }

  private static void printSeconds(PrintWriter out, String topic, Duration time, String text) {
    printFigure(out, topic, decimal(time.toNanos() / 1e9, 2), "s" + text);
  }

  private static String decimal(double figure, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", figure);
  }

  /** Prints a line of the summary that has a figure. */
  static void printFigure(PrintWriter out, String topic, String figure, String text) {
    out.printf("%-11s%13s %s%n", topic, figure, text);
    out.flush();
  }

  /** Prints a line of the summary that has no figure. */
  public static void printRemark(PrintWriter out, String topic, String text) {
    out.printf("%-11s %s%n", topic, text);
    out.flush();
  }
}
