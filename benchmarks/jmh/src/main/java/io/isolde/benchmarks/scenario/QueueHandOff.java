package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.HandOff;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does it cost to hand elements from one thread to another?
 *
 * <pre>
 *   producer ──▶ put ──▶ queue ──▶ take ──▶ consumer       bound 1024, or none
 * </pre>
 *
 * <p>Baseline: {@code LinkedBlockingQueue}. The consumer checks the order, and at the end that
 * nothing is missing. The figure to look at is throughput: a peer with a faster consumer parks it
 * more often.
 *
 * <p>Trap: without a bound the producer would run ahead and leave the consumer with work to do when
 * the time is over. So it pauses when it is {@value #AHEAD_MAX} elements ahead.
 *
 * <p>Run: {@code -Djmh.args="QueueHandOff -p bound=BOUNDED"}.
 */
public class QueueHandOff extends Scenario {
  private static final int CAPACITY = 1024;
  private static final int AHEAD_MAX = 16 * CAPACITY;
  private static final long PAUSE_NANOS = 20_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** How long the queue may get. */
  public enum Bound {
    /** 1024 elements. */
    BOUNDED,
    /** Any length. */
    UNBOUNDED
  }

  /** Whose queue it is. An array queue always has a bound. */
  @Param({"ISOLDE", "CONCURRENT", "ARRAY_QUEUE"})
  public Peer peer = Peer.ISOLDE;

  /** Whether the queue has a bound. */
  @Param public Bound bound = Bound.BOUNDED;

  private final List<Integer> elements = Numbers.inOrder(CAPACITY);

  /** Made by {@link #open}. */
  private HandOff queue;

  private @Nullable Thread consumer;

  /** Written by the consumer. */
  private volatile long taken;

  private volatile boolean wrong;

  @Override
  protected void open() {
    queue = peer.create(HandOff.class, bound == Bound.BOUNDED ? CAPACITY : Integer.MAX_VALUE);
    consumer = Thread.ofPlatform().daemon().start(this::consume);
  }

  private void consume() {
    try {
      for (long next = 0; ; next++) {
        if (queue.take() != next % CAPACITY) {
          wrong = true;
        }
        taken = next + 1;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  protected void close() throws InterruptedException {
    Thread present = consumer;
    if (present != null) {
      present.interrupt();
      present.join();
    }
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public boolean handsOver() {
    return true;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Producer();
  }

  private final class Producer implements Worker {
    private long put;

    @Override
    public void step(Tally tally) throws InterruptedException {
      tally.attempts++;
      queue.put(elements.get((int) (put++ % CAPACITY)));
      while (put % CAPACITY == 0 && put - taken > AHEAD_MAX) {
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }

  /** Waits until everything has arrived. */
  @Override
  public boolean isRight(long calls) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (taken < calls && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    return !wrong && taken == calls;
  }

  /** The producer. */
  @Benchmark
  @Threads(1)
  public void put(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
