package io.isolde.store.agents;

import io.isolde.stm.TransactionBody;
import io.isolde.store.spi.ExclusiveTransaction;
import io.isolde.store.spi.StandaloneAttempt;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's transaction on an {@code agents:} store: still seeking its key, or running
 * at that key's owner. Thread-confined.
 */
final class KeyTransaction extends StandaloneAttempt {
  /*
   *   SEEKING   on the caller's thread: key is null. The first use of a key throws KeySignal, and
   *             the body starts again
   *   AT A KEY  on the owner's thread: key is not null; value is what the body sees and will leave
   */
  private final @Nullable Key key;
  private @Nullable Object value;

  /** The values that were overwritten, the oldest first. */
  private final ArrayList<@Nullable Object> overwritten = new ArrayList<>();

  /** The last key that was used while seeking, kept in case the body swallows the signal. */
  private @Nullable Key found;

  private KeyTransaction(AgentsStore store, @Nullable Key key, @Nullable Object value) {
    super(store);
    this.key = key;
    this.value = value;
  }

  static KeyTransaction seeking(AgentsStore store) {
    return new KeyTransaction(store, null, null);
  }

  static KeyTransaction at(AgentsStore store, Key key, Slot slot) {
    return new KeyTransaction(store, key, slot.value());
  }

  /** The key that was found; null if there is none. */
  @Nullable Key found() {
    return found;
  }

  /** The state that the body leaves. */
  Slot slot() {
    return value == null ? Slot.ABSENT : new Slot(value);
  }

  /** Runs the outermost body. Throws if it has found a key, even if it swallowed the signal. */
  <T extends @Nullable Object, X extends Throwable> T run(
      boolean asSnapshot, TransactionBody<T, X> body) throws X {
    ExclusiveTransaction.begin(this);
    try {
      T result = block(asSnapshot, body);
      if (found != null) {
        throw new KeySignal(found);
      }
      return result;
    } finally {
      ExclusiveTransaction.end();
    }
  }

  @Override
  protected int mark() {
    return overwritten.size();
  }

  @Override
  protected void rollbackTo(int mark) {
    while (overwritten.size() > mark) {
      value = overwritten.removeLast();
    }
  }

  @Nullable Object read(Key used) {
    use(used);
    return value;
  }

  void write(Key used, @Nullable Object newValue) {
    use(used);
    requireWritable();
    overwritten.add(value);
    value = newValue;
  }

  private void use(Key used) {
    requireNotRetrying();
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
        store()
            + " cannot use "
            + what
            + (isReadOnly() ? " in a snapshot" : " in a transaction")
            + (key == null ? "" : " about " + key.describe())
            + ": each key has an owner of its own, and two of them cannot act as one; use one key"
            + " in a transaction, keep in one value what changes together, or take a store with"
            + " ATOMIC_OVER_KEYS, as agent: or stm:");
  }
}
