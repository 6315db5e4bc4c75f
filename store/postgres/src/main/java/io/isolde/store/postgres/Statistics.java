package io.isolde.store.postgres;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a store, and reports the uncommon of it to the flight recorder. */
final class Statistics {
  private static final long LAG_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final LongAdder attempts = new LongAdder();
  private final LongAdder commits = new LongAdder();
  private final LongAdder conflicts = new LongAdder();
  private final LongAdder unknown = new LongAdder();
  private final LongAdder resolved = new LongAdder();
  private final LongAdder poolWaits = new LongAdder();
  private final LongAdder poolWaitNanos = new LongAdder();
  private volatile long lagNanos;

  void attempted() {
    attempts.increment();
  }

  void committed() {
    commits.increment();
  }

  /** Another transaction was in the way of an attempt. */
  void lost(String transaction, int losses) {
    conflicts.increment();
    FlightEvents.Conflict event = new FlightEvents.Conflict();
    if (event.shouldCommit()) {
      event.transaction = transaction;
      event.losses = losses;
      event.commit();
    }
  }

  /** A connection broke while COMMIT was under way. */
  void unknown() {
    unknown.increment();
  }

  /** What became of it. */
  void resolved(UUID id, boolean committed) {
    resolved.increment();
    FlightEvents.Outcome event = new FlightEvents.Outcome();
    event.id = id.toString();
    event.committed = committed;
    event.commit();
  }

  /** A transaction waited for another to end, since all connections were in use. */
  void waitedForPool(long nanos) {
    poolWaits.increment();
    poolWaitNanos.add(nanos);
  }

  /** For how long the oldest commit that the feed has seen has been held back. */
  void lagging(long nanos) {
    lagNanos = nanos;
  }

  /** Whether commits are held back for longer than a round trip. */
  boolean isLagging() {
    return lagNanos > LAG_NANOS;
  }

  void reportLag(long nanos, int commits) {
    FlightEvents.FeedLag event = new FlightEvents.FeedLag();
    event.lag = nanos;
    event.commits = commits;
    event.commit();
  }

  PostgresStatistics sum() {
    return new PostgresStatistics(
        attempts.sum(),
        commits.sum(),
        conflicts.sum(),
        unknown.sum(),
        resolved.sum(),
        poolWaits.sum(),
        Duration.ofNanos(poolWaitNanos.sum()),
        Duration.ofNanos(lagNanos));
  }
}
