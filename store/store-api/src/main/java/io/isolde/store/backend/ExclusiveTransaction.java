package io.isolde.store.backend;

import io.isolde.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that the calling thread is inside of, if it is an exclusive one: one that only
 * its own store can take part in.
 *
 * <p>A store asks here before it does anything, so that no operation is by mistake left out of the
 * transaction around it. Thread-safe; each thread has its own.
 */
public final class ExclusiveTransaction {
  private static final ThreadLocal<@Nullable Store> OPEN = new ThreadLocal<>();

  /**
   * False until the first exclusive transaction of the process, so that without any, nobody pays
   * for a look at the thread. Plain, because a thread asks about itself alone, and sees its own
   * write.
   */
  private static boolean everBegun;

  private ExclusiveTransaction() {}

  /** Notes that the calling thread enters a transaction of {@code store}. */
  public static void begin(Store store) {
    if (!everBegun) {
      everBegun = true;
    }
    OPEN.set(store);
  }

  /** Notes that the calling thread leaves it. */
  public static void end() {
    OPEN.set(null);
  }

  /** Whether the calling thread is inside an exclusive transaction. */
  public static boolean isOpen() {
    return everBegun && OPEN.get() != null;
  }

  /** Refuses to let {@code store} be used inside an exclusive transaction of another store. */
  public static void requireNoneBut(Store store) {
    if (everBegun) {
      Store open = OPEN.get();
      if (open != null && open != store) {
        throw refused(store, "a transaction of another store, " + open.uri());
      }
    }
  }

  /** What a store throws inside a transaction that it cannot join. */
  public static IllegalStateException refused(Store store, String transaction) {
    return new IllegalStateException(
        store
            + " cannot join "
            + transaction
            + ": its changes would be neither atomic with it nor rolled back with it; use the one"
            + " after the other");
  }
}
