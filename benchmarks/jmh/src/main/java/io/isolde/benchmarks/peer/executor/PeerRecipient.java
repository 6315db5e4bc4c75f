package io.isolde.benchmarks.peer.executor;

import io.isolde.benchmarks.peer.Recipient;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A platform thread that takes tasks from a queue without a bound. */
public final class PeerRecipient implements Recipient {
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

  /** Written by the owner alone. */
  private volatile long sum;

  public PeerRecipient(int size) {}

  @Override
  public void tell(long summand) {
    owner.execute(() -> add(summand));
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread
  private void add(long summand) {
    sum += summand;
  }

  @Override
  public long sum() {
    return sum;
  }

  @Override
  public void close() {
    owner.shutdownNow();
  }
}
