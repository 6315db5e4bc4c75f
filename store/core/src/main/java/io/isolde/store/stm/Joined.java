package io.isolde.store.stm;

import org.jspecify.annotations.Nullable;

/**
 * A thread's note that its present transaction has already checked a store: that the store is open,
 * and whether it is observed. The transaction cannot commit if either has changed, so operations of
 * that store need not check again. Thread-confined.
 */
final class Joined extends Padded {
  /*
   * Notes are kept in an array, indexed by thread id, so that threads, which may be virtual and
   * numerous, retain nothing. A slot may hold any thread's note, or lose one in a race; so every
   * reader compares the id. A lost note does no harm, because the operations then check for
   * themselves. A note that stays behind says nothing, because its store is 0 when the body has
   * ended. Ids are not reused. The store is a number, because storing a reference in an old object
   * costs a fence.
   */
  private static final @Nullable Joined[] RECENT = new Joined[1 << 10];

  /** For a transaction that has just checked, and found that no changes are to be recorded. */
  static final Joined UNOBSERVED = new Joined(false);

  /** For a transaction that has just checked, and found that changes are to be recorded. */
  static final Joined OBSERVED = new Joined(true);

  private final long threadId = Thread.currentThread().threadId();

  /** The number of the store; 0 outside of the bodies of {@code transact} and {@code snapshot}. */
  long store;

  /** Whether changes are to be recorded: somebody observes the store, or it has a log. */
  boolean observed;

  private Joined(boolean observed) {
    this.observed = observed;
  }

  /** The calling thread's note that it has joined the store with this number, or null. */
  static @Nullable Joined find(long store) {
    long id = Thread.currentThread().threadId();
    Joined recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id && recent.store == store ? recent : null;
  }

  /** The calling thread's note, for any store or none. */
  static Joined ofThread() {
    long id = Thread.currentThread().threadId();
    Joined recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id ? recent : made(id);
  }

  private static Joined made(long id) {
    Joined joined = new Joined(false);
    RECENT[slot(id)] = joined;
    return joined;
  }

  private static int slot(long id) {
    return (int) id & (RECENT.length - 1);
  }
}
