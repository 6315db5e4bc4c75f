package io.isolde.stm.engine;

import io.isolde.stm.engine.CommitOrder.Turn;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What the engine knows of a thread: its attempt under way, if any. Thread-confined.
 *
 * <p>A platform thread keeps its attempt object for the next transaction; a virtual thread leases
 * one and keeps nothing but this.
 */
final class Context {
  private static final ThreadLocal<@Nullable Context> OF_THREAD = new ThreadLocal<>();

  /**
   * A direct-mapped cache before {@link #OF_THREAD}, indexed by thread id. A slot may hold any
   * thread's context, or lose one in a race: whoever reads it compares the id. Ids are not reused,
   * and no thread is kept alive by its context.
   */
  private static final @Nullable Context[] RECENT = new Context[1 << 10];

  private final long threadId = Thread.currentThread().threadId();
  private final boolean virtual = Thread.currentThread().isVirtual();
  private @Nullable Attempt attempt;

  /**
   * Turns of transactions that were committed by the hooks now running on this thread; null while
   * none run.
   */
  private @Nullable ArrayDeque<Turn> deferredTurns;

  private Context() {}

  static Context ofThread() {
    long id = Thread.currentThread().threadId();
    Context recent = RECENT[(int) id & (RECENT.length - 1)];
    return recent != null && recent.threadId == id ? recent : lookUp(id);
  }

  private static Context lookUp(long id) {
    Context context = OF_THREAD.get();
    if (context == null) {
      context = new Context();
      OF_THREAD.set(context);
    }
    RECENT[(int) id & (RECENT.length - 1)] = context;
    return context;
  }

  /** The attempt that the calling thread is inside of, or null. */
  static @Nullable Attempt current() {
    return ofThread().open();
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
    attempt = leased;
    return leased;
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
  }

  /**
   * Runs {@code action} as if no attempt were leased, so that it may run transactions of its own.
   */
  void outside(Runnable action) {
    Attempt leased = attempt;
    attempt = null;
    try {
      action.run();
    } finally {
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
    }
  }
}
