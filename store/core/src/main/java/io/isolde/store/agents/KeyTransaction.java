package io.isolde.store.agents;

import io.isolde.stm.TransactionBody;
import io.isolde.store.spi.ExclusiveTransaction;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's transaction on an {@code agents:} store: still seeking its key, or running
 * at that key's owner. Thread-confined.
 */
final class KeyTransaction {
  /*
   *   SEEKING   on the caller's thread: key is null. The first use of a key throws KeySignal, and
   *             the body starts again
   *   AT A KEY  on the owner's thread: key is not null; value is what the body sees and will leave
   */
  private static final ThreadLocal<@Nullable KeyTransaction> PRESENT = new ThreadLocal<>();

  private final AgentsStore store;
  private final @Nullable Key key;
  private @Nullable Object value;
  private boolean readOnly;

  /** The last key that was used while seeking, kept in case the body swallows the signal. */
  private @Nullable Key found;

  private KeyTransaction(AgentsStore store, @Nullable Key key, @Nullable Object value) {
    this.store = store;
    this.key = key;
    this.value = value;
  }

  static KeyTransaction seeking(AgentsStore store) {
    return new KeyTransaction(store, null, null);
  }

  static KeyTransaction at(AgentsStore store, Key key, Slot slot) {
    return new KeyTransaction(store, key, slot.value());
  }

  /** The calling thread's transaction; null outside transactions of this kind. */
  static @Nullable KeyTransaction present() {
    return PRESENT.get();
  }

  /** The key that was found; null if there is none. */
  @Nullable Key found() {
    return found;
  }

  /** The state that the body leaves. */
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

  /** Runs a body, whose changes are undone if it throws. */
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
      throw new KeySignal(used);
    }
    if (!key.equals(used)) {
      throw refused(used.describe());
    }
  }

  /** The exception for an operation that needs more than one owner. */
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
