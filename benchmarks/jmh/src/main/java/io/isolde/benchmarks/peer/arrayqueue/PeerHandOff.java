package io.isolde.benchmarks.peer.arrayqueue;

import io.isolde.benchmarks.peer.HandOff;
import java.util.concurrent.ArrayBlockingQueue;

/** An {@link ArrayBlockingQueue}, which always has a capacity. */
public final class PeerHandOff implements HandOff {
  private final ArrayBlockingQueue<Integer> queue;

  public PeerHandOff(int size) {
    queue = new ArrayBlockingQueue<>(size);
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
