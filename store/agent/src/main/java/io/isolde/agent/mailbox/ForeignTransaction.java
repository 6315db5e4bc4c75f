package io.isolde.agent.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread's foreign transaction, if it is inside one: a transaction that agents cannot
 * take part in, because it belongs to a store that does not run on {@code Stm}.
 *
 * <p>Thread-safe; each thread has its own.
 */
public final class ForeignTransaction {
  private static final ThreadLocal<@Nullable Object> OPEN = new ThreadLocal<>();

  /**
   * False until the first foreign transaction of the process, so that without any, no thread pays
   * for the look-up. Not volatile, because a thread asks only about itself, and sees its own write.
   */
  private static boolean everBegun;

  private ForeignTransaction() {}

  /** Notes that the calling thread enters {@code transaction}. */
  public static void begin(Object transaction) {
    if (!everBegun) {
      everBegun = true;
    }
    OPEN.set(transaction);
  }

  /** Notes that the calling thread leaves it. */
  public static void end() {
    OPEN.set(null);
  }

  /** The transaction that the calling thread is inside of; null if there is none. */
  public static @Nullable Object open() {
    return everBegun ? OPEN.get() : null;
  }

  /** Whether the calling thread is inside one. */
  public static boolean isOpen() {
    return open() != null;
  }
}
