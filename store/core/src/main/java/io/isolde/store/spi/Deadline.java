package io.isolde.store.spi;

import io.isolde.stm.TransactionLocal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The instant until which a caller is willing to wait. Immutable. */
public final class Deadline {
  private static final Duration CENTURY = Duration.ofDays(36_500);

  /** No deadline. */
  public static final Deadline NEVER = new Deadline(Long.MAX_VALUE);

  private static final TransactionLocal<Deadline> OF_TRANSACTION =
      TransactionLocal.withInitial(() -> NEVER);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The instant {@code timeout} from now, or no deadline if it is null or above a century. */
  public static Deadline after(@Nullable Duration timeout) {
    return timeout == null || timeout.compareTo(CENTURY) > 0
        ? NEVER
        : new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** The deadline of the calling thread's transaction. */
  public static Deadline ofTransaction() {
    return OF_TRANSACTION.get();
  }

  /** Makes this the deadline of the calling thread's transaction. */
  public void boundTransaction() {
    OF_TRANSACTION.set(this);
  }

  /** Whether there is no deadline. */
  public boolean isNever() {
    return this == NEVER;
  }

  /** The value of {@link System#nanoTime()} at that instant; the largest if there is none. */
  public long nanoTime() {
    return nanoTime;
  }

  /** The time left, at least 0. */
  public Duration left() {
    return Duration.ofNanos(nanosLeft());
  }

  /** The time left, in nanoseconds: at least 0, and a century if there is no deadline. */
  public long nanosLeft() {
    return this == NEVER ? CENTURY.toNanos() : Math.max(0, nanoTime - System.nanoTime());
  }
}
