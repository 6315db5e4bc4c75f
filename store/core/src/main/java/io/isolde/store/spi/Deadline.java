package io.isolde.store.spi;

import io.isolde.stm.TransactionLocal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The instant until which a caller is willing to wait. Immutable; no method blocks. */
public final class Deadline {
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** No deadline; the only instance for which {@link #isNever} returns true. */
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  private static final TransactionLocal<Deadline> OF_TRANSACTION =
      TransactionLocal.withInitial(() -> NEVER);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * The instant {@code timeout} from now.
   *
   * @param timeout how long the caller is willing to wait, not negative; null for no deadline
   * @return the deadline; {@link #NEVER} if {@code timeout} is null or longer than a century
   */
  public static Deadline after(@Nullable Duration timeout) {
    return timeout == null || timeout.compareTo(CENTURY) > 0
        ? NEVER
        : new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /**
   * The deadline of the calling thread's {@link io.isolde.stm.Stm} transaction.
   *
   * @return what {@link #boundTransaction} set in this attempt; otherwise {@link #NEVER}
   * @throws IllegalStateException outside an {@code Stm} transaction
   */
  public static Deadline ofTransaction() {
    return OF_TRANSACTION.get();
  }

  /**
   * Makes this the deadline of the calling thread's {@link io.isolde.stm.Stm} transaction, in its
   * present attempt: what {@link #ofTransaction} returns. If a nested block that calls this is
   * rolled back, the deadline before it applies again. The transaction itself takes no notice.
   *
   * @throws IllegalStateException outside an {@code Stm} transaction
   */
  public void boundTransaction() {
    OF_TRANSACTION.set(this);
  }

  /**
   * Whether there is no deadline.
   *
   * @return whether this is {@link #NEVER}
   */
  public boolean isNever() {
    return this == NEVER;
  }

  /**
   * The value of {@link System#nanoTime()} at that instant. Ask {@link #isNever} first, and then
   * compare by the sign of a difference, because such values wrap around.
   *
   * @return the value; {@link Long#MAX_VALUE} if there is no deadline
   */
  public long nanoTime() {
    return nanoTime;
  }

  /**
   * The time left.
   *
   * @return at least 0; a century if there is no deadline
   */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  /**
   * The time left, in nanoseconds.
   *
   * @return at least 0; a century if there is no deadline
   */
  public long nanosLeft() {
    return this == NEVER ? CENTURY.toNanos() : Math.max(0, nanoTime - System.nanoTime());
  }
}
