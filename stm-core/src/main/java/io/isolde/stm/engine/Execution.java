package io.isolde.stm.engine;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.Deadline;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionAction;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.engine.CommitOrder.Turn;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.Reader.Ending;
import io.isolde.stm.engine.Reader.Mode;
import io.isolde.stm.engine.Waiter.Outcome;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The execution of one transaction: attempt after attempt until one commits, and what happens in
 * between. Thread-confined.
 *
 * <p>Progress: a transaction loses at most {@link Elder#LOSSES_MAX} attempts to others before it
 * queues for the elder's token. The elder's attempt is not lost, unless it takes so long that the
 * elder is deposed; then it may take longer the next time.
 */
public final class Execution {
  /*
   * What an attempt may hold that others wait for, in the order in which it is acquired, and the
   * code that releases it, whatever is thrown:
   *
   *   the object of brief mode         Brief.commit, spill    here if the body throws
   *   context, with an attempt object  Context.giveBack       here, in a finally
   *   the elder's token                releaseToken           here, in a finally, and before the
   *                                                           thread waits
   *   a pin; owned cells               Attempt.rollback and   here, in end(), before anything else
   *                                    commit
   *   locks                            Commit                 in the method that took them: none
   *                                                           outlives a call of it
   *   a turn among the hooks           Context.runTurn        only code that throws nothing comes
   *                                                           before it
   *   entries among the waiters        Waiter                 in a finally; the attempt has ended
   *                                                           by then
   *   a wake-up to be passed on        passWakeUpOn           here, however an attempt and the
   *                                                           execution end
   *
   * Invariants:
   *  E1  StackRoom is required before the first of these is acquired. So code that is called from
   *      here, except user code, does not overflow the stack. Single and Nesting do the same where
   *      a single operation or a nested block begins.
   *  E2  A failed attempt is ended before anything is allocated. Its state becomes IDLE first, so
   *      that no later transaction of this thread is nested in it.
   *  E3  Releasing needs no memory, and throws nothing. Rehearsal has run the code before.
   *  E4  Between the first value published and the return, nothing is thrown except
   *      AfterCommitException. So a caller that sees another throwable knows that nothing has
   *      changed. History that cannot be dropped for lack of memory is left to the next sweep.
   *  E5  An attempt object in which a VirtualMachineError was thrown is not used again. An object
   *      of brief mode is: its steps have no effect if they fail (Brief.B5).
   */
  /** Allocated before it is needed. */
  @SuppressWarnings("StaticAssignmentOfThrowable") // neither stack trace nor suppressed exceptions
  private static final AfterCommitException COMMITTED_WITHOUT_MEMORY = new AfterCommitException();

  static {
    Flight.initialize();
    Rehearsal.run();
  }

  private final TransactionOptions options;
  private final boolean readOnly;

  /** The mode of the next attempt. */
  private Mode mode;

  private int attempts;
  private int losses;
  private final Deadline deadline;
  private boolean holdsToken;

  /** How often this transaction was the elder and was deposed. */
  private int timesDeposed;

  private @Nullable Cell lastOver;

  /** The last wait, until its wake-up has been passed on. */
  private @Nullable Waiter waited;

  private Execution(TransactionOptions options, boolean readOnly) {
    this.options = options;
    this.readOnly = readOnly;
    this.mode = firstMode(readOnly);
    this.deadline = Deadline.after(options.timeout());
  }

  private static Mode firstMode(boolean readOnly) {
    return readOnly ? Mode.UNPINNED : Mode.RECORDING;
  }

  /** Does nothing, but the call initialises this class and thereby the engine. */
  static void initialize() {}

  /**
   * Runs {@code body} as a transaction, or as a nested block if the calling thread is inside one.
   * Makes the first attempt in brief mode, if it can.
   */
  public static <T extends @Nullable Object, X extends Throwable> T run(
      TransactionOptions options, boolean readOnly, TransactionBody<T, X> body) throws X {
    if (options.hasTimeout()) {
      return runInAttempt(options, readOnly, body);
    }
    StackRoom.require();
    long id = Thread.currentThread().threadId();
    Brief brief = Brief.begin(id, options, readOnly, 1);
    if (brief == null) {
      return runInAttempt(options, readOnly, body);
    }
    T result;
    Turn turn;
    try {
      result = body.run();
      if (brief.isOf(id) && brief.commit()) {
        return result;
      }
      turn = spilled(brief, id).commit();
    } catch (Throwable t) {
      return afterBrief(brief, id, options, readOnly, t).repeat(body);
    }
    afterCommit(turn);
    return result;
  }

  /** The attempt that continues {@code brief}, or that began without it. */
  private static Attempt spilled(@Nullable Brief brief, long id) {
    return brief != null && brief.isOf(id) ? brief.spill() : Context.ofThread().lease();
  }

  /** Continues after a first attempt that failed and that began in brief mode. */
  private static Execution afterBrief(
      Brief brief, long id, TransactionOptions options, boolean readOnly, Throwable thrown) {
    if (brief.isOf(id)) {
      brief.rollback();
      throw Sneaky.sneak(thrown);
    }
    Context context = Context.ofThread();
    return afterFirst(null, options, readOnly, context, context.lease(), thrown);
  }

  /** Makes the first attempt without an execution object, unless there is a timeout. */
  private static <T extends @Nullable Object, X extends Throwable> T runInAttempt(
      TransactionOptions options, boolean readOnly, TransactionBody<T, X> body) throws X {
    Context context = Context.ofThreadOutOfBriefMode();
    Attempt open = context.open();
    if (open != null) {
      return readOnly ? Nesting.snapshot(open, body) : Nesting.atomic(open, body);
    }
    StackRoom.require();
    Execution execution = options.hasTimeout() ? new Execution(options, readOnly) : null;
    Attempt attempt = context.lease();
    T result;
    Turn turn;
    try {
      attempt.beginFirst(options, readOnly);
      result = body.run();
      turn = attempt.commit();
    } catch (Throwable t) {
      return afterFirst(execution, options, readOnly, context, attempt, t).repeat(body);
    }
    afterCommit(context, attempt, turn);
    return result;
  }

  /**
   * The same for a body without a result. It repeats the code for bodies with one, because an
   * adapter object would cost every transaction 16 bytes.
   */
  public static <X extends Throwable> void run(
      TransactionOptions options, boolean readOnly, TransactionAction<X> action) throws X {
    if (options.hasTimeout()) {
      runInAttempt(options, readOnly, action);
      return;
    }
    StackRoom.require();
    long id = Thread.currentThread().threadId();
    Brief brief = Brief.begin(id, options, readOnly, 1);
    if (brief == null) {
      runInAttempt(options, readOnly, action);
      return;
    }
    Turn turn;
    try {
      action.run();
      if (brief.isOf(id) && brief.commit()) {
        return;
      }
      turn = spilled(brief, id).commit();
    } catch (Throwable t) {
      afterBrief(brief, id, options, readOnly, t).repeat(action);
      return;
    }
    afterCommit(turn);
  }

  private static <X extends Throwable> void runInAttempt(
      TransactionOptions options, boolean readOnly, TransactionAction<X> action) throws X {
    Context context = Context.ofThreadOutOfBriefMode();
    Attempt open = context.open();
    if (open != null) {
      runNested(open, readOnly, action);
      return;
    }
    StackRoom.require();
    Execution execution = options.hasTimeout() ? new Execution(options, readOnly) : null;
    Attempt attempt = context.lease();
    Turn turn;
    try {
      attempt.beginFirst(options, readOnly);
      action.run();
      turn = attempt.commit();
    } catch (Throwable t) {
      afterFirst(execution, options, readOnly, context, attempt, t).repeat(action);
      return;
    }
    afterCommit(context, attempt, turn);
  }

  private static <X extends Throwable> void runNested(
      Attempt open, boolean readOnly, TransactionAction<X> action) throws X {
    if (readOnly) {
      Nesting.snapshot(open, asBody(action));
    } else {
      Nesting.atomic(open, asBody(action));
    }
  }

  private static <X extends Throwable> TransactionBody<@Nullable Void, X> asBody(
      TransactionAction<X> action) {
    return () -> {
      action.run();
      return null;
    };
  }

  /** Ends a failed attempt. Only here does it release what it holds (E2). */
  private static void end(Attempt attempt, Throwable thrown) {
    attempt.rollback();
    if (thrown instanceof VirtualMachineError) {
      attempt.useUp();
    }
  }

  /** Continues after a first attempt that failed. */
  private static Execution afterFirst(
      @Nullable Execution prepared,
      TransactionOptions options,
      boolean readOnly,
      Context context,
      Attempt ended,
      Throwable thrown) {
    end(ended, thrown);
    try {
      Execution execution = prepared != null ? prepared : new Execution(options, readOnly);
      execution.attempts = 1;
      execution.afterFirstEnd(ended, thrown);
      return execution;
    } finally {
      context.giveBack(ended);
    }
  }

  /**
   * The same as {@link #afterEnd}, for the first attempt: if it throws, passes an unused wake-up
   * on, because no other code does so.
   */
  private void afterFirstEnd(Attempt ended, Throwable thrown) {
    try {
      afterEnd(ended, thrown);
    } catch (Throwable t) {
      passWakeUpOn(1);
      throw t;
    }
  }

  private <X extends Throwable> void repeat(TransactionAction<X> action) throws X {
    TransactionBody<@Nullable Void, X> body;
    try {
      body = asBody(action);
    } catch (Throwable t) {
      passWakeUpOn(1);
      throw t;
    }
    repeat(body);
  }

  private <T extends @Nullable Object, X extends Throwable> T repeat(TransactionBody<T, X> body)
      throws X {
    long id = Thread.currentThread().threadId();
    T result;
    Turn turn = null;
    boolean committed = false;
    Brief brief = null;
    try {
      while (true) {
        try {
          brief = begin(id);
          result = body.run();
          committed = brief != null && brief.isOf(id) && brief.commit();
          if (committed) {
            return result;
          }
          turn = spilled(brief, id).commit();
          committed = true;
          break;
        } catch (Throwable t) {
          if (brief != null && brief.isOf(id)) {
            brief.rollback();
            throw t;
          }
          afterFailure(t);
        }
      }
    } finally {
      releaseToken();
      passWakeUpOn(committed ? 2 : 1);
    }
    afterCommit(turn);
    return result;
  }

  /** Begins the next attempt, in brief mode if it can; null if it does not. */
  private @Nullable Brief begin(long id) {
    int next = attempts + 1;
    Brief brief = mode == Mode.RECORDING ? Brief.begin(id, options, false, next) : null;
    if (brief == null) {
      Context.ofThread().lease().begin(options, readOnly, mode, next);
    }
    attempts = next;
    return brief;
  }

  private void afterFailure(Throwable thrown) {
    Context context = Context.ofThread();
    Attempt attempt = context.lease();
    end(attempt, thrown);
    try {
      afterEnd(attempt, thrown);
    } finally {
      context.giveBack(attempt);
    }
  }

  private static void afterCommit(@Nullable Turn turn) {
    Context context = Context.ofThread();
    afterCommit(context, context.lease(), turn);
  }

  private static void afterCommit(Context context, Attempt attempt, @Nullable Turn turn) {
    if (turn == null) {
      context.giveBack(attempt);
    } else {
      runHooks(context, attempt, turn);
    }
  }

  private static void runHooks(Context context, Attempt attempt, Turn turn) {
    TransactionOptions options = attempt.options();
    Throwable failure = context.runTurn(attempt, turn);
    if (failure != null) {
      throw committed(options, failure);
    }
  }

  private static AfterCommitException committed(TransactionOptions options, Throwable failure) {
    try {
      return new AfterCommitException(options.describe(), failure);
    } catch (OutOfMemoryError e) {
      return COMMITTED_WITHOUT_MEMORY;
    }
  }

  /** Returns if another attempt is to be made; otherwise throws what the caller is to see. */
  private void afterEnd(Attempt ended, Throwable thrown) {
    releaseToken();
    passWakeUpOn(1);
    Hooks hooks = ended.hooks();
    Throwable hookFailure = hooks == null ? null : Context.ofThread().runOutside(hooks);
    if (ended.ending() == Ending.FAILED) {
      throw Sneaky.sneak(hookFailure == null ? thrown : Hooks.withSuppressed(thrown, hookFailure));
    }
    if (hookFailure != null) {
      throw Sneaky.sneak(hookFailure);
    }
    switch (ended.ending()) {
      case OVERTAKEN -> {
        noteLoss(ended.lostOver(), ended.nanos());
        mode = Mode.PINNED;
      }
      case UNRECORDED -> mode = waitingMode();
      case CONFLICT -> afterConflict(ended.lostOver(), ended.nanos());
      case RETRY, FAILED -> awaitChange(ended);
    }
  }

  private void releaseToken() {
    if (holdsToken) {
      holdsToken = false;
      Elder.release();
    }
  }

  /**
   * Wakes at most {@code most} others, if a change has woken this transaction and still persists.
   */
  private void passWakeUpOn(int most) {
    Waiter woken = waited;
    if (woken != null) {
      waited = null;
      woken.passOn(most);
    }
  }

  // ---- between attempts ----

  private Waiter newWaiter() {
    Waiter waiter = new Waiter();
    waited = waiter;
    return waiter;
  }

  private void awaitChange(Attempt attempt) {
    if (attempt.recorded() == 0) {
      throw new IllegalStateException(
          options.describe()
              + " called retry before it read any ref: no change could ever wake it");
    }
    Counters.WAITS.increment();
    mode = waitingMode();
    Object wait = Flight.waiting(options.describe(), attempt.recorded());
    Outcome outcome = newWaiter().awaitChange(attempt.reads, attempt.comparisons, deadline);
    Flight.ended(wait);
    requireChanged(outcome, "waited for a change in retry");
  }

  private Mode waitingMode() {
    return readOnly ? Mode.WAITING : Mode.RECORDING;
  }

  private void afterConflict(@Nullable Cell over, long nanos) {
    noteLoss(over, nanos);
    if (losses >= options.lossesMax()) {
      throw new TooManyAttemptsException(options.describe(), losses, lastConflict());
    }
    if (deadline.hasPassed()) {
      throw timedOut("kept losing to other transactions");
    }
    if (mode == Mode.ELDER) {
      timesDeposed++;
    }
    mode = Mode.RECORDING;
    if (losses >= Elder.LOSSES_MAX) {
      becomeElder();
    } else if (over != null && Word.isOwned(over.wordVolatile())) {
      backOff(over);
    } else {
      pause(over);
    }
  }

  /** Pauses; if a commit still holds {@code over} then, waits briefly for its end. */
  private void pause(@Nullable Cell over) {
    Pause.afterLoss(losses, ThreadLocalRandom.current().nextInt());
    if (over != null) {
      boolean unused = LockOrder.awaitUnlocked(over);
    }
  }

  /** Backs off: waits until the elder has disowned {@code over}, or is overdue. */
  private void backOff(Cell over) {
    Deadline overdue = Deadline.after(Duration.ofNanos(Math.max(0, Elder.nanosUntilOverdue())));
    Outcome outcome = newWaiter().awaitDisowned(over, deadline.earlier(overdue));
    if (outcome == Outcome.TIMED_OUT && !deadline.hasPassed()) {
      Elder.deposeIfOverdue();
    } else {
      requireChanged(outcome, "gave way to another transaction");
    }
  }

  private void noteLoss(@Nullable Cell over, long nanos) {
    losses++;
    lastOver = over;
    Counters.CONFLICTS.increment();
    Flight.conflict(options.describe(), over, losses);
    if (Diagnosis.isOn()) {
      Diagnosis.lost(over, Diagnosis.site(options.name()), nanos);
    }
  }

  private @Nullable String lastConflict() {
    return lastOver == null ? null : lastOver.label();
  }

  private void becomeElder() {
    Object wait = Flight.waitingForPriority(options.describe(), losses);
    try {
      // From now on, the token is released in the end.
      holdsToken = Elder.acquire(deadline, timesDeposed);
    } catch (InterruptedException e) {
      throw interrupted("waited for priority");
    } finally {
      Flight.ended(wait);
    }
    if (holdsToken) {
      Counters.PROMOTIONS.increment();
      Points.reached(Point.ELDER_PROMOTED);
      mode = Mode.ELDER;
    } else if (deadline.hasPassed()) {
      throw timedOut("waited for priority");
    } else {
      Elder.deposeIfOverdue();
      pause(null);
    }
  }

  private void requireChanged(Outcome outcome, String doing) {
    switch (outcome) {
      case CHANGED -> {}
      case TIMED_OUT -> throw timedOut(doing);
      case INTERRUPTED -> throw interrupted(doing);
    }
  }

  private TransactionTimeoutException timedOut(String doing) {
    return new TransactionTimeoutException(
        options.describe(), options.timeout(), attempts, doing, lastConflict());
  }

  private TransactionInterruptedException interrupted(String doing) {
    Thread.currentThread().interrupt();
    return new TransactionInterruptedException(options.describe(), attempts, doing);
  }
}
