package io.isolde.store.ownerperkey;

import io.isolde.stm.TransactionBody;
import io.isolde.store.backend.ExclusiveTransaction;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that the calling thread is inside of: looking for the key that it is about, or at
 * that key's owner. Thread-confined.
 */
final class Visit {
  /*
   *   SEEKING   on the caller's thread: key is null. The first use of a key throws KeyFound, and the body starts again
   *   AT A KEY  on its owner's thread: key is not null; value is what the body sees and will leave
   */
  private static final ThreadLocal<@Nullable Visit> PRESENT = new ThreadLocal<>();

  private final AgentsStore store;
  private final @Nullable Key key;
  private @Nullable Object value;
  private boolean readOnly;

  /** The first key that was used while seeking, in case that the body swallows what is thrown. */
  private @Nullable Key found;

  private Visit(AgentsStore store, @Nullable Key key, @Nullable Object value) {
    this.store = store;
    this.key = key;
    this.value = value;
  }

  static Visit seeking(AgentsStore store) {
    return new Visit(store, null, null);
  }

  static Visit at(AgentsStore store, Key key, Slot slot) {
    return new Visit(store, key, slot.value());
  }

  /** Null outside transactions of this kind. */
  static @Nullable Visit present() {
    return PRESENT.get();
  }

  /** The key that was found; null if there is none. */
  @Nullable Key found() {
    return found;
  }

  /** What the body leaves. */
  Slot slot() {
    return value == null ? Slot.ABSENT : new Slot(value);
  }

  /** Runs the outermost body. */
  <T extends @Nullable Object, X extends Throwable> T run(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    PRESENT.set(this);
    ExclusiveTransaction.begin(store);
    try {
      return block(asSnapshot, body);
    } finally {
      ExclusiveTransaction.end();
      PRESENT.remove();
    }
  }

  /** Runs a body, whose changes are taken back if it throws. */
  <T extends @Nullable Object, X extends Throwable> T block(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    Object before = value;
    boolean readOnlyAround = readOnly;
    readOnly |= asSnapshot;
    try {
      return body.run();
    } catch (Throwable t) {
      value = before;
      throw t;
    } finally {
      readOnly = readOnlyAround;
    }
  }

  @Nullable Object read(Key used) {
    use(used);
    return value;
  }

  void write(Key used, @Nullable Object newValue) {
    use(used);
    if (readOnly) {
      throw new IllegalStateException(
          "write in a snapshot of " + store + ", which is read-only; use transact");
    }
    value = newValue;
  }

  private void use(Key used) {
    if (key == null) {
      found = used;
      throw new KeyFound(used);
    }
    if (!key.equals(used)) {
      throw refused(used.describe());
    }
  }

  /** What is thrown at what needs more than one owner. */
  IllegalStateException refused(String what) {
    return new IllegalStateException(
        store
            + " cannot use "
            + what
            + (readOnly ? " in a snapshot" : " in a transaction")
            + (key == null ? "" : " about " + key.describe())
            + ": each key has an owner of its own, and two of them cannot act as one; use one key"
            + " in a transaction, keep in one value what changes together, or take a store with"
            + " ATOMIC_OVER_KEYS, as agent: or stm:");
  }
}
