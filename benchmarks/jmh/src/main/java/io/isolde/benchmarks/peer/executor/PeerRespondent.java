package io.isolde.benchmarks.peer.executor;

import io.isolde.benchmarks.peer.Respondent;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A virtual thread that takes tasks; the askers wait for their futures. */
public final class PeerRespondent implements Respondent {
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  /** Touched by the owner alone. */
  private long sum;

  public PeerRespondent(int size) {}

  @Override
  public long ask(long summand) throws InterruptedException {
    try {
      return owner.submit(() -> sum += summand).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
