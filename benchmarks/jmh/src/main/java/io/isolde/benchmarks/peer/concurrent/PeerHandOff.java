package io.isolde.benchmarks.peer.concurrent;

import io.isolde.benchmarks.peer.HandOff;
import java.util.concurrent.LinkedBlockingQueue;

/** A {@link LinkedBlockingQueue}. */
public final class PeerHandOff implements HandOff {
  private final LinkedBlockingQueue<Integer> queue;

  public PeerHandOff(int size) {
    queue = new LinkedBlockingQueue<>(size);
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
