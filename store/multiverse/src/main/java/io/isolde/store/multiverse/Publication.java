package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.backend.ChangeStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Publishes commits in their order, while anybody follows them. Thread-safe.
 *
 * <p>Whether anybody follows changes from no to yes only while no attempt is under way.
 */
final class Publication {
  /*
   * Idea. Commits are made under one lock, together with their publication. An attempt that depends
   * on another, or overwrites what it read, gets its locks on cells when that one has committed; so
   * the order under the lock is an order in which the transactions can be thought to have happened.
   *
   * Locks. Taken with locks on cells, and held without waiting for any. No user code runs under it.
   */
  private final ReentrantLock order = new ReentrantLock();
  private final ChangeStream stream;

  Publication(ChangeStream stream) {
    this.stream = stream;
  }

  /** Runs {@code commit}, and publishes {@code changes} unless it throws. */
  void publish(Runnable commit, Supplier<List<Change>> changes) {
    if (!stream.isObserved()) {
      commit.run();
      return;
    }
    order.lock();
    try {
      commit.run();
      stream.publish(changes.get());
    } finally {
      order.unlock();
    }
  }
}
