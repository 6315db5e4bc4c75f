package io.isolde.stm.collection.parts;

import io.isolde.stm.Stm;
import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs methods of collections: as part of the calling thread's transaction, or else as transactions
 * of their own.
 */
public final class Atomically {
  private Atomically() {}

  /**
   * Runs {@code body}. Inside a transaction, no nested block is opened, so what the body has done
   * remains if it throws: it must not throw after its first write.
   */
  public static <T extends @Nullable Object> T run(TransactionBody<T, RuntimeException> body) {
    return Stm.inTransaction() ? body.run() : Stm.atomic(body);
  }

  /** Runs {@code body}, which only reads. */
  public static <T extends @Nullable Object> T read(TransactionBody<T, RuntimeException> body) {
    return Stm.inTransaction() ? body.run() : Stm.snapshot(body);
  }

  /**
   * Runs {@code body}, which may call {@code retry}, like {@link #run}. Outside a transaction, an
   * interrupt has the same effect as in the JDK's queues.
   *
   * @throws InterruptedException outside a transaction, if the thread is interrupted before or
   *     while it waits; nothing has changed, and the interrupt status is cleared
   */
  public static <T> T await(TransactionBody<T, RuntimeException> body) throws InterruptedException {
    return Stm.inTransaction() ? body.run() : awaitOutside(TransactionOptions.DEFAULT, body);
  }

  /**
   * Runs {@code body}, which may call {@code retry}, and gives up when the time has passed.
   *
   * @return null if the time has passed; nothing has changed
   * @throws InterruptedException as {@link #await}
   * @throws IllegalStateException in a transaction, whose own timeout bounds its waits
   */
  public static <T> @Nullable T await(
      long timeout, TimeUnit unit, TransactionBody<@Nullable T, RuntimeException> body)
      throws InterruptedException {
    requireOwnTimeout();
    if (timeout <= 0) {
      return awaitOutside(TransactionOptions.DEFAULT, () -> Stm.orElse(body, () -> null));
    }
    try {
      Duration duration = Duration.ofNanos(unit.toNanos(timeout));
      return awaitOutside(TransactionOptions.timeout(duration), body);
    } catch (TransactionTimeoutException e) {
      return null;
    }
  }

  /**
   * Refuses to wait for a limited time in a transaction.
   *
   * @throws IllegalStateException in a transaction
   */
  public static void requireOwnTimeout() {
    if (Stm.inTransaction()) {
      throw new IllegalStateException(
          "a wait inside a transaction is bounded by the timeout of the transaction; use"
              + " TransactionOptions.withTimeout, or a method that does not wait");
    }
  }

  /**
   * Whether the calling method, which may wait, runs outside a transaction.
   *
   * @throws InterruptedException if it does and the thread is interrupted; the interrupt status is
   *     cleared
   */
  public static boolean isAlone() throws InterruptedException {
    if (Stm.inTransaction()) {
      return false;
    }
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    return true;
  }

  private static <T extends @Nullable Object> T awaitOutside(
      TransactionOptions options, TransactionBody<T, RuntimeException> body)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return Stm.atomic(options, body);
    } catch (TransactionInterruptedException e) {
      throw interrupted(e);
    }
  }

  private static InterruptedException interrupted(TransactionInterruptedException cause) {
    boolean unused = Thread.interrupted(); // the exception takes its place
    InterruptedException exception = new InterruptedException();
    exception.initCause(cause);
    return exception;
  }
}
