package io.isolde.store.testkit;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.Key;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A place in a store that holds a number and notes its uses in the record of the attempt.
 * Thread-safe.
 */
final class Variable {
  /** Writes a value and returns the one before. */
  @FunctionalInterface
  interface Exchange {
    long getAndSet(long value);
  }

  /** Values that nobody has written before. */
  private static final AtomicLong FRESH = new AtomicLong(Key.INITIAL + 1);

  private final Key key;
  private final LongSupplier get;
  private final Exchange exchange;

  /** Takes the operations of the place; an absent value is {@link Key#INITIAL}. */
  Variable(String name, LongSupplier get, Exchange exchange) {
    this.key = Key.chain(name);
    this.get = get;
    this.exchange = exchange;
  }

  /** Reads, inside a transaction or as a transaction of its own. */
  void read(AttemptRecord attempt) {
    attempt.read(key, get.getAsLong());
  }

  /** Notes a value that was read by other means. */
  void noteRead(AttemptRecord attempt, long value) {
    attempt.read(key, value);
  }

  /** Reads and replaces the value, inside a transaction. */
  void replace(AttemptRecord attempt) {
    long before = get.getAsLong();
    long value = FRESH.getAndIncrement();
    attempt.read(key, before).write(key, value, before);
    exchange.getAndSet(value);
  }

  /** Reads and replaces the value in one operation. */
  void exchange(AttemptRecord attempt) {
    long value = FRESH.getAndIncrement();
    long before = exchange.getAndSet(value);
    attempt.read(key, before).write(key, value, before);
  }
}
