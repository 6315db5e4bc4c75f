package io.isolde.agent.mailbox;

import io.isolde.stm.Deadline;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A call from a caller, which may give up, to an owner, which answers; the two agree on whether it
 * has taken place. Made by the caller's thread, which alone awaits the answer; answered by one
 * owner.
 *
 * @param <T> the type of the answer
 */
public final class Call<T extends @Nullable Object> {
  /*
   *   WAITED_FOR ─claim(), by the owner→  CLAIMED ─answer(), fail()→  ANSWERED
   *   WAITED_FOR ─give up, by the caller→ GIVEN_UP
   *
   * I1  A call is claimed or given up, never both. So an owner that makes its changes visible after
   *     the claim changes nothing for a caller that has given up, and a caller that gave up knows
   *     so.
   * I2  An owner that has claimed answers at once. The only user code that it runs before that are
   *     methods of keys and values, such as hashCode, equals and compareTo, for the value check or
   *     the publication of changes. So a caller may wait for the answer unconditionally.
   */
  private static final int WAITED_FOR = 0;
  private static final int CLAIMED = 1;
  private static final int ANSWERED = 2;
  private static final int GIVEN_UP = 3;

  /**
   * How often either side polls before it parks: for about as long as a park and an unpark take,
   * and not at all where the other side could not run meanwhile. {@link
   * java.util.concurrent.SynchronousQueue} does the same.
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

  /** For the owner that has claimed: gives the answer. */
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
  public boolean await(Deadline deadline) throws InterruptedException {
    spin();
    boolean interrupted = false;
    while (stage != ANSWERED) {
      interrupted |= Thread.interrupted();
      long left = deadline.nanosLeft();
      if ((interrupted || left <= 0) && giveUp()) {
        if (interrupted) {
          throw new InterruptedException();
        }
        return false;
      }
      park(deadline, left);
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

  /** Parks the caller; without a time limit once the call has been claimed. */
  private void park(Deadline deadline, long left) {
    if (deadline.isNever() || stage != WAITED_FOR) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, left);
    }
  }

  /** For the caller, when there is an answer: returns it, or throws the failure. */
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
