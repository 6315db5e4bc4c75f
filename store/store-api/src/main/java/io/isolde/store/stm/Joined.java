package io.isolde.store.stm;

import org.jspecify.annotations.Nullable;

/**
 * A note of a thread that the transaction which it is inside of has looked at a store already: it
 * was open, and observed or not, and the transaction cannot commit if that has changed. So
 * operations of that store need not look again. Thread-confined.
 */
final class Joined extends Padded {
  /*
   * Notes are kept in an array, indexed by thread id, so that threads, which may be virtual and many,
   * keep nothing. A slot may hold any thread's note, or lose one in a race: whoever reads it compares
   * the id. A note that is lost is not missed, since then the operations look for themselves; and one
   * that stays behind says nothing, since its store is 0 when the body has ended. Ids are not
   * reused. The store is a number, because to store a reference in an old object costs a fence.
   */
  private static final @Nullable Joined[] RECENT = new Joined[1 << 10];

  /** For a transaction that has looked just now, with the result that nobody observes the store. */
  static final Joined UNOBSERVED = new Joined(false);

  /** The same, with the result that somebody does. */
  static final Joined OBSERVED = new Joined(true);

  private final long threadId = Thread.currentThread().threadId();

  /** The number of the store; 0 outside of the bodies of {@code transact} and {@code snapshot}. */
  long store;

  /** Whether changes are to be recorded: somebody observes the store, or it has a log. */
  boolean observed;

  private Joined(boolean observed) {
    this.observed = observed;
  }

  /** The calling thread's note that it has joined the store of a number, or null. */
  static @Nullable Joined find(long store) {
    long id = Thread.currentThread().threadId();
    Joined recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id && recent.store == store ? recent : null;
  }

  /** The calling thread's note, whatever it says. */
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
