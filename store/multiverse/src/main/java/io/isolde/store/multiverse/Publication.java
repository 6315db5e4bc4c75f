package io.isolde.store.multiverse;

import io.isolde.store.Change;
import io.isolde.store.spi.ChangeStream;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Publishes commits in commit order, while there are subscribers. Thread-safe.
 *
 * <p>The first subscriber appears only while no attempt is under way.
 */
final class Publication {
  /*
   * Idea. Commits are made under one lock, together with their publication. An attempt that depends
   * on another, or overwrites what the other read, gets its locks on cells only after the other has
   * committed. So the order under the lock is a serialisation order of the transactions.
   *
   * Locks. Taken while holding locks on cells, and held without waiting for any. No user code runs
   * under it, except hashCode and equals of keys.
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
