package io.isolde.benchmarks.peer.synchronousqueue;

import io.isolde.benchmarks.peer.Respondent;
import java.util.concurrent.SynchronousQueue;

/** A virtual thread that takes summands from one queue and puts sums into the other. */
public final class PeerRespondent implements Respondent {
  private final SynchronousQueue<Long> there = new SynchronousQueue<>();
  private final SynchronousQueue<Long> back = new SynchronousQueue<>();
  private final Thread owner = Thread.startVirtualThread(this::serve);

  public PeerRespondent(int size) {}

  private void serve() {
    try {
      long sum = 0;
      while (!Thread.currentThread().isInterrupted()) {
        sum += there.take();
        back.put(sum);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public long ask(long summand) throws InterruptedException {
    there.put(summand);
    return back.take();
  }

  @Override
  public void close() {
    owner.interrupt();
  }
}
