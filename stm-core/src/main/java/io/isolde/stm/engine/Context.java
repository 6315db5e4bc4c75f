package io.isolde.stm.engine;

import io.isolde.stm.engine.CommitOrder.Turn;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The state that the engine keeps for a thread: its attempt under way, if any, and if it is not in
 * brief mode. Thread-confined.
 *
 * <p>A platform thread keeps its context, with an attempt object for the next transaction. A
 * virtual thread leases an attempt object, and has a context only from the beginning of a
 * transaction to its end.
 */
final class Context {
  /*
   * Idea. A platform thread's context is with the object that the thread keeps for brief mode, or,
   * if it keeps none, in a thread-local. A virtual thread's context is in its slot of BUSY or, if
   * that slot was taken, in DISPLACED. It is not in the thread-local, because even a look-up there
   * would leave something with the thread.
   *
   *  X1  A slot of BUSY is taken by compare-and-set from null, and cleared by the thread that took
   *      it. So a context in a slot stays there until its thread has finished with it.
   *  X2  The context of a virtual thread that runs hooks, or is inside a transaction that is not in
   *      brief mode, is in BUSY or in DISPLACED.
   *
   * Thread ids are not reused.
   */
  private static final int SLOT_BITS = 10;

  private static final ThreadLocal<@Nullable Context> OF_THREAD = new ThreadLocal<>();
  private static final AtomicReferenceArray<@Nullable Context> BUSY =
      new AtomicReferenceArray<>(1 << SLOT_BITS);
  private static final ConcurrentHashMap<Thread, Context> DISPLACED = new ConcurrentHashMap<>();

  private final long threadId = Thread.currentThread().threadId();
  private final boolean virtual = Thread.currentThread().isVirtual();
  private @Nullable Attempt attempt;

  /** For a virtual thread: whether the context is where {@link #find} finds it. */
  private boolean findable;

  /** For a virtual thread: whether that is {@link #DISPLACED}. */
  private boolean displaced;

  /** Depth of {@link #runOutside}. */
  private int outside;

  /** Whether hooks are running on this thread. */
  private boolean inTurn;

  /** A list of the turns of transactions that those hooks committed: first and last. */
  private @Nullable Turn deferred;

  private @Nullable Turn lastDeferred;

  private Context() {}

  /** The calling thread's context, in which a transaction may begin. */
  static Context ofThread() {
    Context found = find();
    return found == null ? new Context() : found;
  }

  /** The same for a thread that may be in brief mode, which ends. */
  static Context ofThreadOutOfBriefMode() {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      brief.outgrow();
    }
    return ofThread();
  }

  /**
   * The attempt that the calling thread is inside of, or null. Ends brief mode: call it for what
   * brief mode cannot do.
   */
  static @Nullable Attempt current() {
    Brief brief = Briefs.ofThread();
    if (brief != null) {
      return brief.outgrow();
    }
    return Briefs.isIdle() ? null : ofAttempt();
  }

  /** Whether the calling thread is inside a transaction. */
  static boolean isInside() {
    return Briefs.ofThread() != null || (!Briefs.isIdle() && ofAttempt() != null);
  }

  /** The attempt that the calling thread is inside of, if not in brief mode; or null. */
  static @Nullable Attempt ofAttempt() {
    Context found = find();
    return found == null ? null : found.open();
  }

  /** The calling thread's context; null if it is virtual and has none. */
  private static @Nullable Context find() {
    Thread thread = Thread.currentThread();
    long id = thread.threadId();
    Context kept = Briefs.of(id).contextOf(id);
    return kept == null ? findElsewhere(thread, id) : kept;
  }

  private static int slot(long id) {
    return (int) id & (1 << SLOT_BITS) - 1;
  }

  private static @Nullable Context findElsewhere(Thread thread, long id) {
    return thread.isVirtual() ? findBusy(thread, id) : ofPlatformThread(thread);
  }

  private static @Nullable Context findBusy(Thread thread, long id) {
    Context busy = BUSY.getPlain(slot(id)); // put there, if at all, by the calling thread
    if (busy != null && busy.threadId == id) {
      return busy;
    }
    return DISPLACED.isEmpty() ? null : DISPLACED.get(thread);
  }

  private static Context ofPlatformThread(Thread thread) {
    Context context = OF_THREAD.get();
    if (context == null) {
      context = new Context();
      if (!Briefs.keep(thread, context)) {
        OF_THREAD.set(context);
      }
    }
    return context;
  }

  /** How many virtual threads have a context: an estimate while they come and go. */
  static int estimatedVirtual() {
    int count = DISPLACED.size();
    for (int i = 0; i < BUSY.length(); i++) {
      if (BUSY.get(i) != null) {
        count++;
      }
    }
    return count;
  }

  /** The open attempt, or null. */
  @Nullable Attempt open() {
    Attempt present = attempt;
    return present != null && present.isOpen() ? present : null;
  }

  /** An attempt object with which to begin; return it with {@link #giveBack}. */
  Attempt lease() {
    Attempt present = attempt;
    Attempt leased = present == null ? leaseAnother() : present;
    if (!virtual) {
      Briefs.of(threadId).enterAttempt(threadId);
    }
    return leased;
  }

  private Attempt leaseAnother() {
    Attempt leased = virtual ? AttemptPool.take() : new Attempt();
    if (virtual && !findable) {
      takePlace();
    }
    attempt = leased;
    return leased;
  }

  private void takePlace() {
    findable = true;
    displaced = !BUSY.compareAndSet(slot(threadId), null, this);
    if (displaced) {
      displace();
    }
  }

  private void displace() {
    try {
      DISPLACED.put(Thread.currentThread(), this);
    } catch (Throwable t) {
      leave(); // it may have been put there nevertheless
      throw t;
    }
  }

  /** Removes a virtual thread's context, unless it is still needed further up the stack. */
  private void leave() {
    if (findable && attempt == null && outside == 0 && !inTurn) {
      findable = false;
      if (displaced) {
        DISPLACED.remove(Thread.currentThread());
      } else {
        BUSY.setRelease(slot(threadId), null);
      }
    }
  }

  /** Takes back an idle attempt object. */
  void giveBack(Attempt leased) {
    leased.forget();
    if (!virtual) {
      Briefs.of(threadId).leaveAttempt(threadId);
    }
    if (virtual || leased.isUsedUp()) {
      retire(leased);
    }
  }

  private void retire(Attempt leased) {
    attempt = null;
    if (!leased.isUsedUp()) {
      AttemptPool.give(leased);
    }
    leave();
  }

  /**
   * Runs after-rollback hooks as if no attempt were leased, so that they may run transactions of
   * their own. Returns what they threw.
   */
  @Nullable Throwable runOutside(Hooks hooks) {
    Attempt leased = attempt;
    attempt = null;
    outside++;
    try {
      return hooks.runAfterRollback();
    } finally {
      outside--;
      attempt = leased;
    }
  }

  /**
   * Takes back the attempt {@code committed} and runs the hooks of its {@code turn}. If this thread
   * is already running hooks, defers them until after those. Returns what the hooks threw; throws
   * nothing.
   */
  @Nullable Throwable runTurn(Attempt committed, Turn turn) {
    if (inTurn) {
      giveBack(committed);
      defer(turn);
      return null;
    }
    inTurn = true; // so this context stays findable
    giveBack(committed);
    Throwable failure = turn.run(null);
    for (Turn next = nextDeferred(); next != null; next = nextDeferred()) {
      failure = next.run(failure);
    }
    inTurn = false;
    leave();
    return failure;
  }

  private void defer(Turn turn) {
    if (lastDeferred == null) {
      deferred = turn;
    } else {
      lastDeferred.nextDeferred = turn;
    }
    lastDeferred = turn;
  }

  private @Nullable Turn nextDeferred() {
    Turn next = deferred;
    if (next != null) {
      deferred = next.nextDeferred;
      lastDeferred = deferred == null ? null : lastDeferred;
    }
    return next;
  }
}
