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
   * themselves. A note that stays behind says nothing, because it is NOTHING when the body has
   * ended. Ids are not reused. The note is a number, because storing a reference in an old object
   * costs a fence.
   */
  private static final @Nullable Joined[] RECENT = new Joined[1 << 10];

  /** The note outside of the bodies of {@code transact} and {@code snapshot}. */
  private static final long NOTHING = 0;

  /** For a transaction that has just checked, and found that no changes are to be recorded. */
  static final Joined UNOBSERVED = new Joined(note(0, false));

  /** For a transaction that has just checked, and found that changes are to be recorded. */
  static final Joined OBSERVED = new Joined(note(0, true));

  private final long threadId = Thread.currentThread().threadId();

  /** Which store was joined, and whether it is observed. */
  long note;

  private Joined(long note) {
    this.note = note;
  }

  /**
   * A note.
   *
   * @param store the number of the store, from 1
   * @param observed whether changes are to be recorded: somebody observes the store, or it has a
   *     log
   */
  static long note(long store, boolean observed) {
    return store << 1 | (observed ? 1 : 0);
  }

  boolean isTo(long store) {
    return note >>> 1 == store;
  }

  boolean isObserved() {
    return (note & 1) != 0;
  }

  /** The calling thread's note that it has joined the store with this number, or null. */
  static @Nullable Joined find(long store) {
    long id = Thread.currentThread().threadId();
    Joined recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id && recent.isTo(store) ? recent : null;
  }

  /** The calling thread's note, for any store or none. */
  static Joined ofThread() {
    long id = Thread.currentThread().threadId();
    Joined recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id ? recent : made(id);
  }

  private static Joined made(long id) {
    Joined joined = new Joined(NOTHING);
    RECENT[slot(id)] = joined;
    return joined;
  }

  private static int slot(long id) {
    return (int) id & (RECENT.length - 1);
  }
}
