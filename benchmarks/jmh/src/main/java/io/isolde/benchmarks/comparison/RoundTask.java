package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.harness.jvm.ThreadCost;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.benchmarks.scenario.Worker;
import java.util.concurrent.CyclicBarrier;

/**
 * One thread's part of a round: steps until the time is over, and at least one. The clock is read
 * after every {@value #CHUNK} steps, or fewer if they are long.
 */
final class RoundTask {
  private static final int CHUNK = 256;
  private static final long CHUNK_NANOS_MAX = 1_000_000;

  private final Worker worker;
  private final int role;
  private final CyclicBarrier start;
  private final Tally tally = new Tally();
  private int chunk = 1;

  RoundTask(Worker worker, int role, CyclicBarrier start) {
    this.worker = worker;
    this.role = role;
    this.start = start;
  }

  RoleSample run(long nanos) throws Exception {
    start.await();
    tally.clear();
    ThreadCost before = ThreadCost.now();
    stepUntil(System.nanoTime() + nanos);
    ThreadCost cost = ThreadCost.since(before).minus(tally.aside());
    return new RoleSample(
        role,
        tally.calls,
        cost.wallNanos(),
        cost.cpuNanos(),
        0,
        tally.attempts,
        tally.wrong,
        tally.gaveUp,
        cost.bytes(),
        1);
  }

  private void stepUntil(long deadline) throws InterruptedException {
    long now = System.nanoTime();
    do {
      steps(chunk);
      tally.calls += chunk;
      long after = System.nanoTime();
      chunk = after - now > CHUNK_NANOS_MAX ? Math.max(1, chunk / 2) : Math.min(CHUNK, chunk * 2);
      now = after;
    } while (now - deadline < 0);
  }

  private void steps(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      worker.step(tally);
    }
  }
}
