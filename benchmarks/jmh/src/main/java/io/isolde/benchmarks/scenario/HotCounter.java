package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does it cost to increment a number that all threads increment?
 *
 * <pre>
 *   thread 1 ──▶ ┌───┐ ◀── thread 2        READ_AND_WRITE: read, add one, write
 *                └───┘                     ADD: the peer's means to add without a read (commute)
 * </pre>
 *
 * <p>Baseline: {@code AtomicLong}, which no transaction can beat. Floor: a plain field, which loses
 * counts with two threads. After each iteration the counter must equal the number of calls.
 *
 * <p>Trap: a peer that loses counts is faster than one that does not.
 *
 * <p>Run: {@code -Djmh.args="HotCounter"}.
 */
public class HotCounter extends OneOrTwoThreads {
  /** How to count. */
  public enum Update {
    /** In a transaction that reads the counter. */
    READ_AND_WRITE,
    /** Without reading. */
    ADD
  }

  /** Who counts. */
  @Param({
    "ISOLDE",
    "ATOMICS",
    "LONG_ADDER",
    "ORDERED_LOCKS",
    "MONITORS",
    "PLAIN",
    "MULTIVERSE",
    "SCALA_STM",
    "CLOJURE",
    "ZIO"
  })
  public Peer peer = Peer.ISOLDE;

  /** How it counts. */
  @Param public Update way = Update.READ_AND_WRITE;

  /** Made by {@link #open}. */
  private Counter counter;

  @Override
  protected void open() {
    counter = peer.create(Counter.class, 1);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return way == Update.ADD ? counter::add : counter::increment;
  }

  @Override
  public boolean isRight(long calls) {
    return counter.value() == calls;
  }
}
