package io.isolde.stm.engine;

import io.isolde.stm.engine.CommitOrder.Turn;
import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of a thread: its attempt under way, if any. Thread-confined.
 *
 * <p>A platform thread keeps its context, with an attempt object for the next transaction. A
 * virtual thread leases an attempt and has a context from the begin of a transaction to its end;
 * outside it has nothing.
 */
final class Context {
  /*
   * Idea. A platform thread's context is in a thread-local; RECENT is a direct-mapped cache before it.
   * A slot of it may hold any thread's context, or lose one in a race: whoever reads it compares the
   * id. A virtual thread's context is in its slot of BUSY, or, if it found that taken, in DISPLACED:
   * not in the thread-local, because even to look there would leave something with the thread.
   *
   *  X1  A slot of BUSY is taken by compare-and-set from null, and cleared by who took it: so a
   *      context that is in it stays until its thread is done with it.
   *  X2  A virtual thread that is inside a transaction or its hooks is in BUSY or in DISPLACED.
   *
   * Thread ids are not reused. If the stack overflows in the engine, a virtual thread's context may
   * stay where it is: others are then displaced.
   */
  private static final int SLOT_BITS = 10;

  private static final ThreadLocal<@Nullable Context> OF_THREAD = new ThreadLocal<>();
  private static final @Nullable Context[] RECENT = new Context[1 << SLOT_BITS];
  private static final AtomicReferenceArray<@Nullable Context> BUSY =
      new AtomicReferenceArray<>(1 << SLOT_BITS);
  private static final ConcurrentHashMap<Thread, Context> DISPLACED = new ConcurrentHashMap<>();

  private final long threadId = Thread.currentThread().threadId();
  private final boolean virtual = Thread.currentThread().isVirtual();
  private @Nullable Attempt attempt;

  /** Of a virtual thread: whether the context is where {@link #find} finds it. */
  private boolean findable;

  /** Of a virtual thread: whether that is {@link #DISPLACED}. */
  private boolean displaced;

  /** Depth of {@link #outside}. */
  private int outside;

  /**
   * Turns of transactions that were committed by the hooks now running on this thread; null while
   * none run.
   */
  private @Nullable ArrayDeque<Turn> deferredTurns;

  private Context() {}

  /** The calling thread's context, to begin a transaction in. */
  static Context ofThread() {
    Context found = find();
    return found == null ? new Context() : found;
  }

  /** The attempt that the calling thread is inside of, or null. */
  static @Nullable Attempt current() {
    Context found = find();
    return found == null ? null : found.open();
  }

  /** The calling thread's context; null if it is virtual and has none. */
  private static @Nullable Context find() {
    Thread thread = Thread.currentThread();
    long id = thread.threadId();
    Context recent = RECENT[slot(id)];
    return recent != null && recent.threadId == id ? recent : findElsewhere(thread, id);
  }

  private static int slot(long id) {
    return (int) id & (1 << SLOT_BITS) - 1;
  }

  private static @Nullable Context findElsewhere(Thread thread, long id) {
    return thread.isVirtual() ? findBusy(thread, id) : ofPlatformThread(id);
  }

  private static @Nullable Context findBusy(Thread thread, long id) {
    Context busy = BUSY.getPlain(slot(id)); // put there, if at all, by the calling thread
    if (busy != null && busy.threadId == id) {
      return busy;
    }
    return DISPLACED.isEmpty() ? null : DISPLACED.get(thread);
  }

  private static Context ofPlatformThread(long id) {
    Context context = OF_THREAD.get();
    if (context == null) {
      context = new Context();
      OF_THREAD.set(context);
    }
    RECENT[slot(id)] = context;
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

  /** An attempt object to begin with; give it back with {@link #giveBack}. */
  Attempt lease() {
    Attempt present = attempt;
    return present == null ? leaseAnother() : present;
  }

  private Attempt leaseAnother() {
    Attempt leased = virtual ? AttemptPool.take() : new Attempt();
    makeFindable();
    attempt = leased;
    return leased;
  }

  private void makeFindable() {
    if (virtual && !findable) {
      takePlace();
    }
  }

  private void takePlace() {
    displaced = !BUSY.compareAndSet(slot(threadId), null, this);
    if (displaced) {
      DISPLACED.put(Thread.currentThread(), this);
    }
    findable = true;
  }

  /** Takes a virtual thread's context away, unless it is still needed further up the stack. */
  private void leave() {
    if (findable && attempt == null && outside == 0 && deferredTurns == null) {
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
    if (virtual || leased.isWorn()) {
      retire(leased);
    }
  }

  /**
   * Forgets an attempt that could not be ended because the stack overflowed. Calls nothing, since
   * there may be no stack left. Locks and ownerships have been given up by then: the calls that do
   * so go less deep than those that took them.
   */
  void abandon() {
    attempt = null;
  }

  private void retire(Attempt leased) {
    attempt = null;
    if (!leased.isWorn()) {
      AttemptPool.give(leased);
    }
    leave();
  }

  /**
   * Runs {@code action} as if no attempt were leased, so that it may run transactions of its own.
   */
  void outside(Runnable action) {
    Attempt leased = attempt;
    attempt = null;
    outside++;
    try {
      action.run();
    } finally {
      outside--;
      attempt = leased;
    }
  }

  /**
   * Runs the hooks of {@code turn}; if this thread is already inside hooks, after those. Returns
   * what they threw.
   */
  @Nullable Throwable runTurn(Turn turn) {
    if (deferredTurns != null) {
      deferredTurns.add(turn);
      return null;
    }
    ArrayDeque<Turn> deferred = new ArrayDeque<>();
    makeFindable();
    deferredTurns = deferred;
    try {
      Throwable failure = turn.run();
      for (Turn next = deferred.poll(); next != null; next = deferred.poll()) {
        Throwable further = next.run();
        failure = further == null ? failure : Hooks.withSuppressed(failure, further);
      }
      return failure;
    } finally {
      deferredTurns = null;
      deferred.forEach(Turn::skip); // none, unless the stack overflowed
      leave();
    }
  }
}
