package io.isolde.benchmarks.scenario;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/** A scenario in which one thread works, or two that do the same. */
public abstract class OneOrTwoThreads extends Scenario {
  /** One thread. */
  @Benchmark
  @Threads(1)
  public void oneThread(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }

  /** Two threads. */
  @Benchmark
  @Threads(2)
  public void twoThreads(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
