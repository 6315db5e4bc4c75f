package io.isolde.store.stm;

import org.jspecify.annotations.Nullable;

/**
 * The store that the calling thread's transaction is known to have looked at already: it was open,
 * and observed or not, and the transaction cannot commit if that has changed. So operations of that
 * store need not look again. Thread-confined.
 */
final class Joined {
  private static final ThreadLocal<Joined> OF_THREAD =
      ThreadLocal.withInitial(() -> new Joined(false));

  /** In a transaction that has looked just now, with the result that nobody observes the store. */
  static final Joined UNOBSERVED = new Joined(false);

  /** The same, with the result that somebody does. */
  static final Joined OBSERVED = new Joined(true);

  /** Null outside of the bodies of {@code transact} and {@code snapshot}. */
  @Nullable StmStore store;

  boolean observed;

  private Joined(boolean observed) {
    this.observed = observed;
  }

  static Joined ofThread() {
    return OF_THREAD.get();
  }
}
