package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Alternatives;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does an alternative cost, when it is not needed and when it is?
 *
 * <pre>
 *   FIRST   orElse { take; give }          { retry }
 *   SECOND  orElse { take seven; retry }   { take; give }
 * </pre>
 *
 * <p>Baseline: the same peer's flat transaction, {@link TwoRefTransfer} with two refs. After each
 * iteration, the amount given must equal the amount taken and the number of calls: what the first
 * alternative took must have been rolled back.
 *
 * <p>Trap: an alternative that ends with an exception is fast; it is counted as wrong.
 *
 * <p>Run: {@code -Djmh.args="OrElseOverhead"}.
 */
public class OrElseOverhead extends Scenario {
  /** Which alternative takes effect. */
  public enum Alternative {
    /** The first. */
    FIRST,
    /** The second, after the first. */
    SECOND
  }

  /** Who moves. Locks and Clojure's refs have no alternatives. */
  @Param({"ISOLDE", "MULTIVERSE", "SCALA_STM", "ZIO"})
  public Peer peer = Peer.ISOLDE;

  /** Which alternative takes effect. */
  @Param public Alternative way = Alternative.FIRST;

  /** Made by {@link #open}. */
  private Alternatives alternatives;

  @Override
  protected void open() {
    alternatives = peer.create(Alternatives.class, 2);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Chooser(way == Alternative.FIRST ? alternatives::first : alternatives::second);
  }

  private record Chooser(Worker choice) implements Worker {
    @Override
    public void step(Tally tally) throws InterruptedException {
      try {
        choice.step(tally);
      } catch (Throwable t) { // an alternative that ends like this has not done its work
        tally.wrong++;
      }
    }
  }

  @Override
  public boolean isRight(long calls) {
    return alternatives.moved() == calls;
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public void oneThread(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
