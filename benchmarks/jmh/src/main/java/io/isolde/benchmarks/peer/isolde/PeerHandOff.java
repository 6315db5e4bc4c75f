package io.isolde.benchmarks.peer.isolde;

import io.isolde.benchmarks.peer.HandOff;
import io.isolde.stm.collection.TQueue;

/** A {@link TQueue}. */
public final class PeerHandOff implements HandOff {
  private final TQueue<Integer> queue;

  public PeerHandOff(int size) {
    queue = new TQueue<>(size);
  }

  @Override
  public void put(Integer element) throws InterruptedException {
    queue.put(element);
  }

  @Override
  public Integer take() throws InterruptedException {
    return queue.take();
  }
}
