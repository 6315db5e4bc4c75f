package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The side of a {@link Brief} that says which thread it belongs to. A platform thread keeps an
 * object. Virtual threads, and platform threads that found none to keep, claim one for each
 * transaction.
 *
 * <p>It is the superclass of the attempt in brief mode, and not a part of it, because every access
 * to a ref asks it whether the calling thread is in brief mode.
 */
abstract sealed class Claimable permits Brief {
  /*
   * Idea. A mark says whose the object is. One comparison of the mark with a thread's id tells
   * whether the thread has a transaction here, and one with -id, whether it is outside of
   * transactions. Thread ids are not reused.
   *
   * Invariants:
   *  B6  If mark is a thread's id, the transaction of that thread is here. Only the thread writes
   *      its id, and only where it has found its own -id, or has put it there by compare-and-set.
   *  B7  If mark is -id, thread id is outside of transactions, or about to begin here: the mark
   *      becomes IN_ATTEMPT + id before an Attempt of the thread opens.
   */
  /** The mark while no thread uses the object, and any may claim it. */
  private static final long FREE = 0;

  /** The mark while a thread that keeps the object is inside an {@link Attempt}: this + its id. */
  private static final long IN_ATTEMPT = Long.MIN_VALUE;

  /** The mark of an object that is not used again. */
  private static final long RETIRED = Long.MAX_VALUE;

  private static final VarHandle MARK;

  static {
    try {
      MARK = MethodHandles.lookup().findVarHandle(Claimable.class, "mark", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Who keeps an object between transactions. The thread may have died. */
  record Keeper(long id, WeakReference<Thread> thread, Context context) {
    static Keeper ofThread(Thread thread, Context context) {
      return new Keeper(thread.threadId(), new WeakReference<>(thread), context);
    }

    boolean isDead() {
      Thread alive = thread.get();
      return alive == null || !alive.isAlive();
    }
  }

  private long mark;

  /** The mark between transactions: FREE, or minus the id of the thread that keeps the object. */
  private long idleMark;

  /** The platform thread that keeps the object; null if threads claim it for each transaction. */
  private @Nullable Keeper keeper;

  /** The context of that thread. */
  private @Nullable Context context;

  /** Makes an object that {@code keeper} keeps; if that is null, one that any thread may claim. */
  Claimable(@Nullable Keeper keeper) {
    keepFor(keeper);
    mark = idleMark;
  }

  private void keepFor(@Nullable Keeper next) {
    keeper = next;
    context = next == null ? null : next.context;
    idleMark = idleMark(next);
  }

  private static long idleMark(@Nullable Keeper keeper) {
    return keeper == null ? FREE : -keeper.id;
  }

  final @Nullable Keeper keeper() {
    return keeper;
  }

  /** The context of thread {@code id}, the calling one; null if it does not keep this. */
  final @Nullable Context contextOf(long id) {
    return idleMark == -id ? context : null;
  }

  /** Whether this holds the transaction of thread {@code id}. */
  final boolean isOf(long id) {
    return mark == id;
  }

  /** Whether thread {@code id} is known to be outside of transactions, and may begin here. */
  final boolean isIdle(long id) {
    return mark == -id;
  }

  /** Whether thread {@code id} is known to be inside a transaction. */
  final boolean isInside(long id) {
    return mark == id || mark == IN_ATTEMPT + id;
  }

  // ---- claiming ----

  /**
   * Claims this for thread {@code id}, which is outside of transactions; whether no other thread
   * keeps it or has claimed it.
   */
  final boolean tryClaim(long id) {
    boolean unused = passTo(null); // it may have been free before
    return MARK.compareAndSet(this, FREE, -id);
  }

  /**
   * Lets {@code next} keep the object, or, if that is null, any thread claim it, unless a living
   * thread keeps it or has claimed it. Returns whether it is passed.
   */
  final boolean passTo(@Nullable Keeper next) {
    Keeper last = keeper;
    boolean isToPass = last == null ? next != null : last.isDead();
    boolean isPassed = isToPass && MARK.compareAndSet(this, idleMark(last), RETIRED);
    if (isPassed) {
      keepFor(next);
      leave();
    }
    return isPassed;
  }

  /** Makes this, which its thread has claimed, one that is not used again. */
  final void retire() {
    mark = RETIRED;
  }

  // ---- entering and leaving, by the thread that keeps or has claimed this ----

  /** Notes that the transaction of thread {@code id} is here from now. */
  final void enter(long id) {
    mark = id;
  }

  /** Notes that the transaction has ended, or that the thread that claimed this does not begin. */
  final void leave() {
    MARK.setRelease(this, idleMark);
  }

  /** Notes that the transaction continues as an {@link Attempt}. */
  final void leaveForAttempt() {
    MARK.setRelease(this, idleMark == FREE ? FREE : IN_ATTEMPT + mark);
  }

  /** Notes that an {@link Attempt} of thread {@code id} is about to open, if it keeps this. */
  final void enterAttempt(long id) {
    if (mark == -id) {
      mark = IN_ATTEMPT + id;
    }
  }

  /** Notes that it has ended. */
  final void leaveAttempt(long id) {
    if (mark == IN_ATTEMPT + id) {
      mark = -id;
    }
  }
}
