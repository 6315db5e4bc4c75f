package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Recipient;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does it cost to send a message to the owner of some state, who handles it?
 *
 * <pre>
 *   producers, 1 or 4 ──▶ tell ──▶ mailbox ──▶ owner: add
 * </pre>
 *
 * <p>Baseline: a single-thread executor. At the end the sum must be what was sent. The CPU time is
 * that of producers and owner together.
 *
 * <p>Trap: without a bound, which only Isolde's mailbox has, producers would run ahead and leave
 * the owner with work to do when the time is over. So they pause when they are {@value #AHEAD_MAX}
 * messages ahead.
 *
 * <p>Run: {@code -Djmh.args="TellThroughput"}.
 */
public class TellThroughput extends Scenario {
  private static final int CAPACITY = 1024;
  private static final int AHEAD_MAX = 16 * CAPACITY;
  private static final long PAUSE_NANOS = 20_000;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** Who is told. */
  @Param({"ISOLDE", "EXECUTOR", "PEKKO"})
  public Peer peer = Peer.ISOLDE;

  /** Made by {@link #open}. */
  private Recipient recipient;

  /** Counted by the producers, every {@value #CAPACITY} messages. */
  private final AtomicLong told = new AtomicLong();

  @Override
  protected void open() {
    recipient = peer.create(Recipient.class, CAPACITY);
  }

  @Override
  protected void close() {
    recipient.close();
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
    private long toldHere;

    @Override
    public void step(Tally tally) {
      tally.attempts++;
      recipient.tell(1);
      if (++toldHere % CAPACITY == 0) {
        told.addAndGet(CAPACITY);
        while (told.get() - recipient.sum() > AHEAD_MAX) {
          LockSupport.parkNanos(this, PAUSE_NANOS);
        }
      }
    }
  }

  /** Waits until everything has arrived. */
  @Override
  public boolean isRight(long calls) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (recipient.sum() < calls && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
    return recipient.sum() == calls;
  }

  /** One producer. */
  @Benchmark
  @Threads(1)
  public void oneProducer(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }

  /** Four producers. */
  @Benchmark
  @Threads(4)
  public void fourProducers(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
