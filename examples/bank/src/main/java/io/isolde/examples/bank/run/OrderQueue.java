package io.isolde.examples.bank.run;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The bounded queue between the reader and the writers: when it is full the reader waits.
 *
 * <p>Thread-safe.
 */
final class OrderQueue {
  /** The batches, with an empty value after the last one. */
  private final BlockingQueue<Optional<Batch>> batches;

  /** An empty queue for at most that many batches. */
  OrderQueue(int capacity) {
    batches = new ArrayBlockingQueue<>(capacity);
  }

  /** Adds a batch, once there is room for it. */
  void put(Batch batch) throws InterruptedException {
    batches.put(Optional.of(batch));
  }

  /** Marks the end: no batch will follow. */
  void end() throws InterruptedException {
    batches.put(Optional.empty());
  }

  /** Removes the next batch, once there is one; empty at the end, for every thread that asks. */
  Optional<Batch> take() throws InterruptedException {
    Optional<Batch> next = batches.take();
    if (next.isEmpty()) {
      end();
    }
    return next;
  }
}
