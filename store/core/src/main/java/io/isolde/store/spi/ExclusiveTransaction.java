package io.isolde.store.spi;

import io.isolde.agent.mailbox.ForeignTransaction;
import io.isolde.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread's foreign transaction, if it is inside one: a transaction of a {@link
 * StandaloneStore}, which only that store can take part in.
 *
 * <p>A store checks this before every operation, so that no operation is left out of the
 * transaction around it by mistake. Thread-safe; each thread has its own. No method blocks.
 */
public final class ExclusiveTransaction {
  private ExclusiveTransaction() {}

  /**
   * Notes that the calling thread enters an attempt. Does not nest: the thread must be inside no
   * foreign transaction, as where {@link StandaloneStore#execute} is called, and must call {@link
   * #end} when the attempt ends in any way.
   *
   * @param attempt the one that begins; its store is the one that may be used inside
   */
  public static void begin(StandaloneAttempt attempt) {
    ForeignTransaction.begin(attempt);
  }

  /**
   * Notes that the calling thread leaves the attempt that it is inside of. Has no effect if there
   * is none.
   */
  public static void end() {
    ForeignTransaction.end();
  }

  /**
   * Whether the calling thread is inside a foreign transaction.
   *
   * @return whether it is; false inside an {@link io.isolde.stm.Stm} transaction alone
   */
  public static boolean isOpen() {
    return ForeignTransaction.isOpen();
  }

  /**
   * Refuses to let a store be used inside a foreign transaction of another store.
   *
   * @param store the one to be used; of any kind
   * @return the attempt that the calling thread is inside of, one of {@code store}; null if there
   *     is none
   * @throws IllegalStateException inside a foreign transaction of another store; nothing has
   *     changed, and that transaction can go on
   */
  public static @Nullable StandaloneAttempt requireNoneBut(Store store) {
    StandaloneAttempt open = (StandaloneAttempt) ForeignTransaction.open();
    if (open != null && open.store() != store) {
      throw refused(store, "a transaction of another store, " + open.store().uri());
    }
    return open;
  }

  /**
   * The exception that a store throws inside a transaction that it cannot join.
   *
   * @param store the one that was to be used
   * @param transaction the transaction around, for the message: for example {@code "an Stm
   *     transaction"}
   * @return a new exception, to be thrown by the caller
   */
  public static IllegalStateException refused(Store store, String transaction) {
    return new IllegalStateException(
        store
            + " cannot join "
            + transaction
            + ": its changes would be neither atomic with it nor rolled back with it; use the one"
            + " after the other");
  }
}
