package io.isolde.stm.engine;

import io.isolde.stm.engine.Claimable.Keeper;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The objects for brief mode, in a table where a thread finds its own by the low bits of its id. A
 * thread whose place is another's begins its transactions as an {@link Attempt}. Thread-safe.
 */
final class Briefs {
  /*
   *  B8  A slot of TABLE changes from NOBODY once, and then only by the thread that has claimed the
   *      object in it. So a thread finds its object as long as its transaction is there.
   */
  /** While points are on, so many that no two threads of a test share one. */
  static final int SLOTS = Points.ON ? 1 << 16 : 1 << 10;

  private static final Brief NOBODY = nobody();
  private static final Brief[] TABLE = new Brief[SLOTS];
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Brief[].class);

  static {
    Arrays.fill(TABLE, NOBODY);
  }

  private Briefs() {}

  private static Brief nobody() {
    Brief nobody = new Brief(null);
    nobody.retire();
    return nobody;
  }

  // ---- finding ----

  /** The object where the transaction of thread {@code id} is if it is in brief mode. */
  static Brief of(long id) {
    return TABLE[slot(id)];
  }

  private static int slot(long id) {
    return (int) id & (SLOTS - 1);
  }

  /** The object that holds the calling thread's transaction; null if it is not in brief mode. */
  static @Nullable Brief ofThread() {
    long id = Thread.currentThread().threadId();
    Brief brief = of(id);
    return brief.isOf(id) ? brief : null;
  }

  /** Whether the calling thread is known to be outside of transactions. */
  static boolean isIdle() {
    long id = Thread.currentThread().threadId();
    return of(id).isIdle(id);
  }

  // ---- claiming ----

  /**
   * The object that thread {@code id} may begin with, claimed until it enters and leaves; null if
   * there is none, or if the thread is inside a transaction.
   */
  static @Nullable Brief claim(long id) {
    Brief found = of(id);
    return found.isIdle(id) ? found : claimForOnce(found, id);
  }

  private static @Nullable Brief claimForOnce(Brief found, long id) {
    if (found.isInside(id) || Context.ofAttempt() != null) {
      return null;
    }
    Brief present = found == NOBODY ? install(id, new Brief(null)) : found;
    return present.tryClaim(id) ? present : null;
  }

  private static Brief install(long id, Brief made) {
    Brief present = (Brief) SLOT.compareAndExchange(TABLE, slot(id), NOBODY, made);
    return present == NOBODY ? made : present;
  }

  /** Puts a new object in the place of {@code old}; thread {@code id} has claimed both. */
  static Brief replace(Brief old, long id) {
    Brief next = successor(old);
    boolean unused = old.keeper() != null || next.tryClaim(id); // no other thread has met it
    SLOT.setRelease(TABLE, slot(id), next);
    old.retire();
    return next;
  }

  private static Brief successor(Brief old) {
    try {
      return new Brief(old.keeper());
    } catch (Throwable t) {
      old.leave();
      throw t;
    }
  }

  /**
   * Lets the calling platform thread keep the object in its place, together with its context,
   * unless a living thread does; whether it keeps it.
   */
  static boolean keep(Thread thread, Context context) {
    StackRoom.require();
    Keeper keeper = Keeper.ofThread(thread, context);
    Brief made = new Brief(keeper);
    Brief present = install(keeper.id(), made);
    return present == made || present.passTo(keeper);
  }
}
