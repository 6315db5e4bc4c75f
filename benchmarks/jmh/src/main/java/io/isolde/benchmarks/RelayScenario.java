package io.isolde.benchmarks;

import io.isolde.benchmarks.peer.Relay;
import io.isolde.benchmarks.peer.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Timeout;

/**
 * A token that goes round. The measuring thread puts it into slot 1 and waits until it is back in
 * slot 0; between each slot and the next stands a runner that passes it on. One operation is one
 * lap.
 */
@Timeout(time = 30)
public abstract class RelayScenario extends Scenario {
  private static final long STOP = -1;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<Thread> runners = new ArrayList<>();

  /** Made by {@link #open}. */
  private Relay relay;

  /** How many slots there are. */
  abstract int size();

  /** Where the runners run. */
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

  /** Sends a token round that stops all runners. A peer that hangs is left behind. */
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
  public boolean isSharedWork() {
    return true;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Starter(relay, size());
  }

  private record Starter(Relay relay, int size) implements Worker {
    @Override
    public void step(Tally tally) throws InterruptedException {
      tally.attempts++;
      relay.put(1, 1);
      if (relay.take(0) != size) {
        tally.wrong++;
      }
    }
  }

  @Override
  public boolean isRight(long calls) {
    return true;
  }

  /** Laps. */
  @Benchmark
  @Threads(1)
  public void lap(Hand hand) throws InterruptedException {
    hand.step(this, 0);
  }
}
