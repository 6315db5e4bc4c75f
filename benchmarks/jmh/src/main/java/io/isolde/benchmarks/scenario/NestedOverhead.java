package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Blocks;
import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does it cost to build a transaction from smaller ones?
 *
 * <pre>
 *   FLAT    atomic { take; give }
 *   NESTED  atomic { atomic { take }; atomic { give } }
 * </pre>
 *
 * <p>Baseline: the flat transaction of the same peer; and locks that their holder takes again.
 * After each iteration, the amount given must equal the amount taken and the number of calls.
 *
 * <p>Trap: Multiverse and Clojure merely join the outer transaction. Isolde and Scala STM can roll
 * back the inner one alone, which is more.
 *
 * <p>Run: {@code -Djmh.args="NestedOverhead"}.
 */
public class NestedOverhead extends Scenario {
  /** How to build it. */
  public enum Structure {
    /** One transaction. */
    FLAT,
    /** Two in one. */
    NESTED
  }

  /** Who moves. */
  @Param({"ISOLDE", "ORDERED_LOCKS", "PLAIN", "MULTIVERSE", "SCALA_STM", "CLOJURE"})
  public Peer peer = Peer.ISOLDE;

  /** How it is built. */
  @Param public Structure way = Structure.FLAT;

  /** Made by {@link #open}. */
  private Blocks blocks;

  @Override
  protected void open() {
    blocks = peer.create(Blocks.class, 2);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return way == Structure.FLAT ? blocks::flat : blocks::nested;
  }

  @Override
  public boolean isRight(long calls) {
    return blocks.moved() == calls;
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public void oneThread(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
