package io.isolde.agent.mailbox;

/**
 * Whether the calling thread is inside a transaction that agents cannot take part in: one of a
 * store that does not run on {@code Stm}.
 *
 * <p>Thread-safe; each thread has its own.
 */
public final class ForeignTransaction {
  private static final ThreadLocal<Boolean> OPEN = ThreadLocal.withInitial(() -> false);

  /**
   * False until the first foreign transaction of the process, so that without any, no thread pays
   * for the look-up. Not volatile, because a thread asks only about itself, and sees its own write.
   */
  private static boolean everBegun;

  private ForeignTransaction() {}

  /** Notes that the calling thread enters one. */
  public static void begin() {
    if (!everBegun) {
      everBegun = true;
    }
    OPEN.set(true);
  }

  /** Notes that the calling thread leaves it. */
  public static void end() {
    OPEN.set(false);
  }

  /** Whether the calling thread is inside one. */
  public static boolean isOpen() {
    return everBegun && OPEN.get();
  }
}
