package io.isolde.examples.bank.run;

import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.ledger.Audit;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.Receipt;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what happens in a run.
 *
 * <p>Thread-safe. What is counted has happened and cannot be rolled back, so nothing here is
 * transactional.
 */
public final class Tally {
  private final Map<Outcome, LongAdder> orders = new ConcurrentHashMap<>();
  private final Map<Outcome, LongAdder> ordersBefore = new ConcurrentHashMap<>();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder audits = new LongAdder();
  private final LongAdder inconsistentAudits = new LongAdder();
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

  /** Adds what is known of a file that was applied before. */
  void addBefore(OrderFile file) {
    file.outcomes().forEach((outcome, count) -> ordersBefore.put(outcome, adder(count)));
    malformed.add(file.malformed());
  }

  private static LongAdder adder(long count) {
    LongAdder adder = new LongAdder();
    adder.add(count);
    return adder;
  }

  public void add(Audit audit) {
    audits.increment();
    if (!audit.isConsistent()) {
      inconsistentAudits.increment();
    }
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

  /** How all orders of the file ended, in this run or before. */
  Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      counts.put(outcome, orders(outcome) + ordersBefore(outcome));
    }
    return counts;
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

  /** How many lines were malformed, listed or not. */
  long malformed() {
    return malformed.sum();
  }

  /** The first malformed lines. */
  List<Parsed.Malformed<?>> malformedLines() {
    return List.copyOf(malformedLines);
  }
}
