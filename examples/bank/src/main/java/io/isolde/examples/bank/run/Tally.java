package io.isolde.examples.bank.run;

import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.Receipt;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens in a run.
 *
 * <p>Thread-safe. What is counted has happened and cannot be rolled back, so nothing here is
 * transactional.
 */
public final class Tally {
  private static final long NONE = -1;

  private final Map<Outcome, LongAdder> orders = new ConcurrentHashMap<>();
  private final Map<Outcome, LongAdder> ordersBefore = new ConcurrentHashMap<>();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder audits = new LongAdder();
  private final LongAdder inconsistentAudits = new LongAdder();
  private final LongAdder auditNanos = new LongAdder();
  private final LongAdder auditCpuNanos = new LongAdder();
  private final LongAdder overdueAudits = new LongAdder();
  private final LongAccumulator longestDelayNanos = new LongAccumulator(Math::max, NONE);
  private final LongAdder malformed = new LongAdder();
  private final Queue<Parsed.Malformed<?>> malformedLines = new ConcurrentLinkedQueue<>();
  private final int malformedShown;

  /**
   * A tally of nothing so far.
   *
   * @param malformedShown how many malformed lines are kept, to be listed
   */
  public Tally(int malformedShown) {
    this.malformedShown = malformedShown;
  }

  public void add(Receipt receipt) {
    (receipt.settlement().before() ? ordersBefore : orders)
        .computeIfAbsent(receipt.outcome(), outcome -> new LongAdder())
        .increment();
    conflicts.add(receipt.attempts() - 1L);
  }

  /** Adds what is known of orders that were all settled before. */
  void addBefore(Totals totals) {
    totals.outcomes().forEach((outcome, count) -> ordersBefore.put(outcome, adder(count)));
    malformed.add(totals.malformed());
  }

  private static LongAdder adder(long count) {
    LongAdder adder = new LongAdder();
    adder.add(count);
    return adder;
  }

  /**
   * Adds an audit.
   *
   * @param nanos how long it took
   * @param cpuNanos how much CPU time the auditor used for it
   */
  void add(Audit audit, long nanos, long cpuNanos) {
    audits.increment();
    auditNanos.add(nanos);
    auditCpuNanos.add(cpuNanos);
    if (!audit.isConsistent()) {
      inconsistentAudits.increment();
    }
  }

  /**
   * Adds what an auditor with a fixed rate could not do in time.
   *
   * @param overdue how many audits were due at its end
   * @param longestNanos how long an audit had been due, at most
   */
  void addDelays(long overdue, long longestNanos) {
    overdueAudits.add(overdue);
    longestDelayNanos.accumulate(longestNanos);
  }

  public void add(Parsed.Malformed<?> line) {
    malformed.increment();
    if (malformedLines.size() < malformedShown) {
      malformedLines.add(line);
    }
  }

  /** What has happened so far, in a few words. */
  String brief() {
    return Texts.counted(audits(), "audit") + ", " + Texts.counted(conflicts(), "conflict");
  }

  /** How many orders ended that way in this run. */
  public long orders(Outcome outcome) {
    return orders.getOrDefault(outcome, new LongAdder()).sum();
  }

  /** How many orders had ended that way before this run came to them. */
  public long ordersBefore(Outcome outcome) {
    return ordersBefore.getOrDefault(outcome, new LongAdder()).sum();
  }

  /** How all orders ended, in this run or before, and how many lines are malformed. */
  Totals totals() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, orders(outcome) + ordersBefore(outcome));
    }
    return new Totals(counts, malformed());
  }

  /** How many orders were applied or refused in this run. */
  public long orders() {
    return orders.values().stream().mapToLong(LongAdder::sum).sum();
  }

  /** How many orders were refused. */
  long refused() {
    return orders() - orders(Outcome.APPLIED);
  }

  /** How many attempts did not commit and were run again. */
  public long conflicts() {
    return conflicts.sum();
  }

  public long audits() {
    return audits.sum();
  }

  long inconsistentAudits() {
    return inconsistentAudits.sum();
  }

  /** How long an audit took on average, in microseconds. */
  double auditMicros() {
    return auditNanos.sum() / 1e3 / Math.max(1, audits());
  }

  /** How much CPU time an auditor used for an audit on average, in microseconds. */
  double auditCpuMicros() {
    return auditCpuNanos.sum() / 1e3 / Math.max(1, audits());
  }

  /** How many audits were due when the writers had ended, and were not made. */
  long overdueAudits() {
    return overdueAudits.sum();
  }

  /**
   * How long an audit had been due when it began, or when the writers had ended, at most; empty
   * when audits were made without pause.
   */
  OptionalLong longestDelayNanos() {
    long nanos = longestDelayNanos.get();
    return nanos == NONE ? OptionalLong.empty() : OptionalLong.of(nanos);
  }

  /** How many lines were malformed, listed or not. */
  long malformed() {
    return malformed.sum();
  }

  /** The first malformed lines. */
  List<Parsed.Malformed<?>> malformedLines() {
    return List.copyOf(malformedLines);
  }
}
