package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Respondent;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: how long does it take to ask the owner of some state, and to get the reply?
 *
 * <pre>
 *   virtual thread:  ask ──▶ owner: add, reply ──▶ ask again …    one operation is 1000 round trips
 * </pre>
 *
 * <p>Baseline: a pair of {@code SynchronousQueue} between two virtual threads, which hands over
 * nothing but a number. The replies are the numbers 1, 2, 3 …, and each is checked.
 *
 * <p>Trap: the measuring thread is a platform thread, which the kernel would have to wake each
 * time. So it starts a virtual thread, which asks a thousand times.
 *
 * <p>Run: {@code -Djmh.args="AskRoundTrip"}.
 */
public class AskRoundTrip extends Scenario {
  private static final int ROUND_TRIPS = 1000;

  /** Who is asked. */
  @Param({"ISOLDE", "SYNCHRONOUS_QUEUE", "EXECUTOR", "PEKKO"})
  public Peer peer = Peer.ISOLDE;

  /** Made by {@link #open}. */
  private Respondent respondent;

  /** The last reply. */
  private volatile long sum;

  @Override
  protected void open() {
    respondent = peer.create(Respondent.class, 1);
  }

  @Override
  protected void close() {
    respondent.close();
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
    return tally -> {
      tally.attempts++;
      Thread.startVirtualThread(() -> ask(tally)).join();
    };
  }

  private void ask(Tally tally) {
    try {
      long before = sum;
      for (int i = 1; i <= ROUND_TRIPS; i++) {
        if (respondent.ask(1) != before + i) {
          tally.wrong++;
        }
      }
      sum = before + ROUND_TRIPS;
    } catch (InterruptedException | RuntimeException e) { // no reply, or none in time
      tally.wrong++;
    }
  }

  @Override
  public boolean isRight(long calls) {
    return sum == calls * ROUND_TRIPS;
  }

  /** A thousand round trips. */
  @Benchmark
  @Threads(1)
  public void ask(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
