package io.isolde.store.spi;

import io.isolde.agent.mailbox.ForeignTransaction;
import io.isolde.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's exclusive transaction, if it is inside one: a transaction that only its own
 * store can take part in.
 *
 * <p>A store checks this before every operation, so that no operation is left out of the
 * transaction around it by mistake. Thread-safe; each thread has its own.
 */
public final class ExclusiveTransaction {
  private ExclusiveTransaction() {}

  /** Notes that the calling thread enters {@code attempt}. */
  public static void begin(StandaloneAttempt attempt) {
    ForeignTransaction.begin(attempt);
  }

  /** Notes that the calling thread leaves it. */
  public static void end() {
    ForeignTransaction.end();
  }

  /** Whether the calling thread is inside an exclusive transaction. */
  public static boolean isOpen() {
    return ForeignTransaction.isOpen();
  }

  /**
   * Refuses to let {@code store} be used inside an exclusive transaction of another store.
   *
   * @return the attempt that the calling thread is inside of, one of {@code store}; null if there
   *     is none
   */
  public static @Nullable StandaloneAttempt requireNoneBut(Store store) {
    StandaloneAttempt open = (StandaloneAttempt) ForeignTransaction.open();
    if (open != null && open.store() != store) {
      throw refused(store, "a transaction of another store, " + open.store().uri());
    }
    return open;
  }

  /** The exception that a store throws inside a transaction that it cannot join. */
  public static IllegalStateException refused(Store store, String transaction) {
    return new IllegalStateException(
        store
            + " cannot join "
            + transaction
            + ": its changes would be neither atomic with it nor rolled back with it; use the one"
            + " after the other");
  }
}
