package io.isolde.store.backend;

import io.isolde.stm.TransactionLocal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The instant until which a caller is ready to wait. Immutable. */
public final class Deadline {
  private static final Duration CENTURY = Duration.ofDays(36_500);
  private static final Deadline NEVER = new Deadline(0);

  private static final TransactionLocal<Deadline> OF_TRANSACTION =
      TransactionLocal.withInitial(() -> NEVER);

  private final long nanoTime;

  private Deadline(long nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The instant {@code timeout} from now, or none at all if it is null or above a century. */
  public static Deadline after(@Nullable Duration timeout) {
    return timeout == null || timeout.compareTo(CENTURY) > 0
        ? NEVER
        : new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /** That of the transaction that the calling thread is inside of. */
  public static Deadline ofTransaction() {
    return OF_TRANSACTION.get();
  }

  /** Makes this the deadline of the transaction that the calling thread is inside of. */
  public void boundTransaction() {
    OF_TRANSACTION.set(this);
  }

  /** Whether there is no such instant. */
  public boolean isNever() {
    return this == NEVER;
  }

  /** How long that is from now: at least 0, and a century if there is no such instant. */
  public long nanosLeft() {
    return this == NEVER ? CENTURY.toNanos() : Math.max(0, nanoTime - System.nanoTime());
  }
}
