package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Relay;
import io.isolde.benchmarks.peer.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;

/**
 * A scenario in which a token goes round a ring of slots. The measuring thread puts it into slot 1
 * and waits until it is back in slot 0; between each slot and the next stands a runner that passes
 * it on. One operation is one lap.
 *
 * <p>A lap that takes longer than any lap should is given up, and so are all laps after it: some
 * peers hang.
 */
public abstract class RelayScenario extends Scenario {
  private static final long STOP = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<Thread> runners = new ArrayList<>();

  /** Made by {@link #open}. */
  private Relay relay;

  /** How many slots there are. */
  abstract int size();

  /** The kind of threads that the runners run on. */
  abstract Thread.Builder threads();

  @Override
  protected void open() {
    relay = peer().create(Relay.class, size());
    for (int slot = 1; slot < size(); slot++) {
      int from = slot;
      runners.add(threads().start(() -> run(from)));
    }
  }

  private void run(int from) {
    try {
      long token = 0;
      while (token != STOP) {
        token = relay.pass(from, (from + 1) % size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends a token round that stops all runners. The runners of a peer that hangs are left behind.
   */
  @Override
  protected void close() throws InterruptedException {
    Thread.ofPlatform().daemon().start(() -> relay.put(1, STOP));
    for (Thread runner : runners) {
      if (!runner.join(PATIENCE)) {
        return;
      }
    }
    runners.clear();
  }

  @Override
  public boolean handsOver() {
    return true;
  }

  @Override
  public Worker worker(int number, int role) {
    Starter starter = new Starter(relay, size());
    Thread.ofPlatform().daemon().start(starter::watch);
    return starter;
  }

  /** Runs laps, and watches that they end. */
  private static final class Starter implements Worker {
    private static final long PAUSE_MILLIS = 1;

    private final Relay relay;
    private final int size;
    private volatile boolean hung;
    private long begun;

    /** Laps begun. */
    private volatile long laps;

    /** The thread that is in a lap. */
    private volatile @Nullable Thread runner;

    Starter(Relay relay, int size) {
      this.relay = relay;
      this.size = size;
    }

    @Override
    public void step(Tally tally) throws InterruptedException {
      if (hung) {
        tally.gaveUp++;
        Thread.sleep(PAUSE_MILLIS);
        return;
      }
      tally.attempts++;
      laps = begun++;
      runner = Thread.currentThread();
      try {
        relay.put(1, 1);
        if (relay.take(0) != size) {
          tally.wrong++;
        }
      } catch (Throwable t) { // each peer reports an interrupt in its own way
        hung = true;
        tally.gaveUp++;
      }
      runner = null;
    }

    private void watch() {
      while (!hung) {
        long before = laps;
        try {
          Thread.sleep(PATIENCE);
        } catch (InterruptedException e) {
          return;
        }
        Thread present = runner;
        if (present != null && laps == before) {
          hung = true;
          present.interrupt();
        }
      }
    }
  }

  @Override
  public boolean isRight(long calls) {
    return true;
  }

  /** Runs laps. */
  @Benchmark
  @Threads(1)
  public void lap(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
