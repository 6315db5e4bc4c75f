package io.isolde.store.mailbox;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where a caller, who may give up, and an owner, who answers, agree on whether the call has taken
 * place. Made by the caller's thread, which alone awaits; answered by one owner.
 *
 * @param <T> the type of the answer
 */
public final class Call<T extends @Nullable Object> {
  /*
   *   WAITED_FOR ─claim(), by the owner→  CLAIMED ─answer(), fail()→  ANSWERED
   *   WAITED_FOR ─give up, by the caller→ GIVEN_UP
   *
   * I1  A call is claimed or given up, never both: so an owner who makes its changes visible after the claim changes nothing for a
   *     caller that has gone, and a caller that gave up knows so.
   * I2  An owner who has claimed answers at once, running no user code before: so a caller may wait for it, come what may.
   */
  private static final int WAITED_FOR = 0;
  private static final int CLAIMED = 1;
  private static final int ANSWERED = 2;
  private static final int GIVEN_UP = 3;

  /**
   * How often to look before parking, on either side: about as long as it takes to park and unpark,
   * and none where the other side could not run meanwhile. So does {@link
   * java.util.concurrent.SynchronousQueue}.
   */
  public static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 32 : 0;

  private static final VarHandle STAGE;

  static {
    try {
      STAGE = MethodHandles.lookup().findVarHandle(Call.class, "stage", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Thread caller = Thread.currentThread();
  private volatile int stage = WAITED_FOR;

  /** Written before the stage becomes ANSWERED. */
  private @Nullable Object answer;

  private @Nullable Throwable failure;

  /** Makes a call of the calling thread. */
  public Call() {}

  /** For the owner: whether the caller has not given up. */
  public boolean isWaitedFor() {
    return stage == WAITED_FOR;
  }

  /** For the owner: makes the call take place, unless the caller has given up. */
  public boolean claim() {
    return STAGE.compareAndSet(this, WAITED_FOR, CLAIMED);
  }

  /** For the owner who has claimed: the answer. */
  public void answer(T value) {
    answer = value;
    finish();
  }

  private void fail(Throwable thrown) {
    failure = thrown;
    finish();
  }

  /** For the owner: fails the call, claimed or not, unless the caller has given up. */
  public void refuse(Throwable thrown) {
    if (stage == CLAIMED || claim()) {
      fail(thrown);
    }
  }

  private void finish() {
    stage = ANSWERED;
    LockSupport.unpark(caller);
  }

  /** Whether there is an answer. */
  public boolean isAnswered() {
    return stage == ANSWERED;
  }

  /**
   * For the caller: waits for the answer.
   *
   * @return false if the deadline passed and the caller has given up
   * @throws InterruptedException if the thread was interrupted and the caller has given up
   */
  public boolean await(long deadlineNanos) throws InterruptedException {
    spin();
    boolean interrupted = false;
    while (stage != ANSWERED) {
      interrupted |= Thread.interrupted();
      long left = Deadline.nanosLeft(deadlineNanos);
      if ((interrupted || left <= 0) && giveUp()) {
        if (interrupted) {
          throw new InterruptedException();
        }
        return false;
      }
      park(deadlineNanos, left);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }

  private void spin() {
    for (int i = 0; i < SPINS && stage != ANSWERED; i++) {
      Thread.onSpinWait();
    }
  }

  /** For the caller: gives up, unless the call has taken place. */
  public boolean giveUp() {
    return STAGE.compareAndSet(this, WAITED_FOR, GIVEN_UP);
  }

  /** Once the call has been claimed, time plays no part. */
  private void park(long deadlineNanos, long left) {
    if (deadlineNanos == Deadline.NEVER || stage != WAITED_FOR) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, left);
    }
  }

  /** For the caller, when there is an answer: returns it, or throws what there is to throw. */
  @SuppressWarnings({
    "unchecked",
    "NullAway",
    "TypeParameterUnusedInFormals"
  }) // as the body of the call says
  public <X extends Throwable> T result() throws X {
    if (failure != null) {
      throw (X) failure;
    }
    return (T) answer;
  }
}
