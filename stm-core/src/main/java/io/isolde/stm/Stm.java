package io.isolde.stm;

import io.isolde.stm.engine.Ambient;
import io.isolde.stm.engine.Execution;
import io.isolde.stm.engine.Nesting;
import io.isolde.stm.engine.Snapshots;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions: blocks of code whose reads and writes of refs take effect all at once or not
 * at all.
 *
 * {@snippet file="io/isolde/stm/examples/ReadmeTest.java" region="transfer"}
 *
 * <p><b>Guarantees.</b> Transactions are strictly serialisable: they take effect as if one at a
 * time, each between its call and its return. They are opaque: no attempt, not even one that is
 * later discarded, sees a state that never existed. A body runs again when another transaction has
 * changed what it read, so it should have no effects except on refs; for other effects, see {@link
 * Transaction#afterCommit} and {@link #requireNoTransaction}.
 *
 * <p><b>Ambient.</b> A ref used inside the body of {@code atomic} joins that transaction; there is
 * no transaction object to pass along. The body runs on the calling thread, and a transaction is
 * not inherited by threads that the body starts.
 *
 * <p><b>Nesting.</b> {@code atomic} inside {@code atomic} joins the outer transaction. When the
 * inner body throws, its own effects are rolled back, and the outer body may catch the exception
 * and continue.
 *
 * <p><b>Exceptions.</b> Any throwable from the body, checked exceptions and errors included, rolls
 * the transaction back and reaches the caller unchanged. The engine unwinds bodies by throwing an
 * {@link Error}: let it pass. A body that swallows it cannot commit; its next transactional
 * operation throws it again.
 *
 * <p><b>Waiting and interrupts.</b> {@code atomic} waits where the body calls {@link #retry}, and
 * briefly under contention. Waits end early with {@link TransactionTimeoutException} if {@linkplain
 * TransactionOptions#withTimeout a timeout} was given, and with {@link
 * TransactionInterruptedException} if the thread is interrupted. The body itself is not
 * interrupted. A body should not wait for a lock that another thread holds while it runs a
 * transaction: under contention, that transaction may itself wait for this one to finish. Such a
 * deadlock lasts for a second, or longer if this transaction has been too slow repeatedly; then
 * this transaction starts over.
 *
 * <p><b>Memory effects.</b> A commit <i>happens-before</i> every later attempt that sees one of its
 * writes, and <i>happens-before</i> its own after-commit hooks.
 *
 * <p>Thread-safe. No method accepts or returns null unless it says so.
 */
public final class Stm {
  private Stm() {}

  /**
   * Runs {@code body} as a transaction and returns its result.
   *
   * <p>May run {@code body} more than once. The overhead is a few nanoseconds besides the reads and
   * writes. The commit takes time proportional to the number of refs read and written if any were
   * written, and negligible time otherwise.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param body what to do
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws TransactionInterruptedException if the thread was interrupted while waiting; nothing
   *     has changed
   * @throws ValidationException if a validator refused a new value; nothing has changed
   * @throws AfterCommitException if an after-commit hook or watch threw; the transaction has
   *     committed
   */
  public static <T extends @Nullable Object, X extends Throwable> T atomic(
      TransactionBody<T, X> body) throws X {
    return Execution.run(TransactionOptions.DEFAULT, false, body);
  }

  /**
   * Runs {@code action} as a transaction. Like {@link #atomic(TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  public static <X extends Throwable> void atomic(TransactionAction<X> action) throws X {
    Execution.run(TransactionOptions.DEFAULT, false, action);
  }

  /**
   * Runs {@code body} as a transaction with options. Like {@link #atomic(TransactionBody)}; the
   * options have no effect if the calling thread is already inside a transaction.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param options name, timeout, limit of lost attempts
   * @param body what to do; may run more than once
   * @return the result of the attempt that committed
   * @throws X what {@code body} threw; nothing has changed
   * @throws TransactionTimeoutException if the timeout passed; nothing has changed
   * @throws TooManyAttemptsException if the limit of lost attempts was reached; nothing has changed
   */
  public static <T extends @Nullable Object, X extends Throwable> T atomic(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    return Execution.run(options, false, body);
  }

  /**
   * Runs {@code action} as a transaction with options. Like {@link #atomic(TransactionOptions,
   * TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param options name, timeout, limit of lost attempts
   * @param action what to do; may run more than once
   * @throws X what {@code action} threw; nothing has changed
   */
  public static <X extends Throwable> void atomic(
      TransactionOptions options, TransactionAction<X> action) throws X {
    Execution.run(options, false, action);
  }

  /**
   * Runs {@code body} as a read-only transaction: all its reads show the refs as they were at one
   * instant.
   *
   * <p>Never blocks a writer and is never starved by writers. The body runs once. It runs a second
   * time if the first attempt was overtaken by a writer or called {@link #retry}, even inside
   * {@link #orElse}; and a third time only if the first attempt was overtaken and the second read
   * more than 100 refs before it called {@code retry}. A snapshot that waits runs once more for
   * each change that ends the wait. Inside a transaction, a snapshot is part of that transaction,
   * sees its pending writes, and may not write.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param body what to read; may run more than once
   * @return the result
   * @throws X what {@code body} threw
   * @throws IllegalStateException if {@code body} writes a ref; nothing has changed
   */
  public static <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionBody<T, X> body) throws X {
    return Execution.run(TransactionOptions.DEFAULT, true, body);
  }

  /**
   * Runs {@code action} as a read-only transaction. Like {@link #snapshot(TransactionBody)},
   * without a result.
   *
   * @param <X> what the action may throw
   * @param action what to read; may run more than once
   * @throws X what {@code action} threw
   */
  public static <X extends Throwable> void snapshot(TransactionAction<X> action) throws X {
    Execution.run(TransactionOptions.DEFAULT, true, action);
  }

  /**
   * Runs {@code body} as a read-only transaction with options. The timeout matters only if the body
   * calls {@link #retry}.
   *
   * @param <T> the type of the result
   * @param <X> what the body may throw
   * @param options name, timeout, limit of lost attempts
   * @param body what to read; may run more than once
   * @return the result
   * @throws X what {@code body} threw
   */
  public static <T extends @Nullable Object, X extends Throwable> T snapshot(
      TransactionOptions options, TransactionBody<T, X> body) throws X {
    return Execution.run(options, true, body);
  }

  /**
   * Runs {@code action} as a read-only transaction with options. Like {@link
   * #snapshot(TransactionOptions, TransactionBody)}, without a result.
   *
   * @param <X> what the action may throw
   * @param options name, timeout, limit of lost attempts
   * @param action what to read; may run more than once
   * @throws X what {@code action} threw
   */
  public static <X extends Throwable> void snapshot(
      TransactionOptions options, TransactionAction<X> action) throws X {
    Execution.run(options, true, action);
  }

  /**
   * Abandons this attempt and waits until a ref that it has read changes; then the transaction
   * starts again. Never returns.
   *
   * <p>The thread parks. A commit that changes one of those refs unparks it, and no other commit
   * does. A ref whose value is the same as before, compared by identity, counts as unchanged. A
   * change unparks the thread that has waited longest. When that thread's next attempt has ended,
   * it unparks the next waiting threads, unless the ref has changed again. A body should therefore
   * not wait for another thread that waits for the same change. Inside {@link #orElse}, the other
   * alternative is tried first. The wait is bounded by the transaction's {@linkplain
   * TransactionOptions#withTimeout timeout} and ended by an interrupt.
   *
   * <p>Harris, Marlow, Peyton Jones, Herlihy: Composable Memory Transactions (2005).
   *
   * @return nothing; the type is for use as {@code throw retry()}
   * @throws IllegalStateException outside a transaction, or if the transaction has read no ref, so
   *     that nothing could wake it
   */
  public static Error retry() {
    throw Ambient.retry();
  }

  /**
   * Waits until a condition on refs holds: calls {@link #retry} unless {@code condition} is true.
   *
   * @param condition computed from refs read in this transaction
   * @throws IllegalStateException under the same conditions as {@link #retry}
   */
  public static void check(boolean condition) {
    if (!condition) {
      throw Ambient.retry();
    }
  }

  /**
   * Runs {@code first}; if it calls {@link #retry}, its effects are rolled back and {@code second}
   * runs instead. If {@code second} calls {@code retry} too, the transaction waits until a ref that
   * either alternative has read changes. Called outside a transaction, this is a transaction of its
   * own.
   *
   * @param <T> the type of the result
   * @param <X> what the alternatives may throw
   * @param first the preferred alternative
   * @param second the other one
   * @return the result of the alternative that did not call {@code retry}
   * @throws X what the alternative threw; its effects have been rolled back
   */
  public static <T extends @Nullable Object, X extends Throwable> T orElse(
      TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
    return Execution.run(TransactionOptions.DEFAULT, false, () -> Nesting.orElse(first, second));
  }

  /**
   * Runs {@code first}, or else {@code second}. Like {@link #orElse(TransactionBody,
   * TransactionBody)}, without a result.
   *
   * @param <X> what the alternatives may throw
   * @param first the preferred alternative
   * @param second the other one
   * @throws X what the alternative threw; its effects have been rolled back
   */
  public static <X extends Throwable> void orElse(
      TransactionAction<X> first, TransactionAction<X> second) throws X {
    Execution.run(
        TransactionOptions.DEFAULT, false, () -> Nesting.orElse(asBody(first), asBody(second)));
  }

  private static <X extends Throwable> TransactionBody<@Nullable Void, X> asBody(
      TransactionAction<X> action) {
    return () -> {
      action.run();
      return null;
    };
  }

  /**
   * Whether the calling thread is inside a transaction.
   *
   * @return true in the body of {@code atomic} or {@code snapshot} and in before-commit hooks
   */
  public static boolean inTransaction() {
    return Ambient.isPresent();
  }

  /**
   * Guards a side effect that must not be repeated or rolled back: call it first in a method that,
   * say, sends a message.
   *
   * @throws IllegalStateException inside a transaction
   */
  public static void requireNoTransaction() {
    if (Ambient.isPresent()) {
      throw new IllegalStateException(
          "must not run inside a transaction, which may run it again or roll back; use"
              + " Transaction.afterCommit");
    }
  }

  /**
   * Waits until no ref returns to any reader a value that was replaced before this call. To this
   * end, waits until all pinned snapshots that began before the call have ended: only they read
   * past values.
   *
   * <p>This is not a fence for freeing memory. It does not wait for a transaction, or for a
   * snapshot that is not pinned (first attempts usually are not), that has already read the
   * replaced value from a ref. Such a reader may use the value until it next reads a ref that has
   * changed, and may even commit, because it comes earlier in the serialisation order. An object
   * that a ref referred to may therefore be freed or reused as follows:
   *
   * <ol>
   *   <li>A reader that obtains the object from the ref acquires a lease, counted in the object,
   *       before it uses the object, and releases the lease afterwards.
   *   <li>The owner replaces the object in a transaction, calls this method, and then makes the
   *       object refuse further leases. Once the last lease is released, the object belongs to the
   *       owner alone.
   *   <li>A reader that is refused a lease reads the ref again. In a transaction, this read ends
   *       the attempt, and the next attempt reads the replacement; outside a transaction, the read
   *       returns the replacement.
   * </ol>
   *
   * Without the wait, a pinned snapshot would read the old object from the ref and be refused a
   * lease again and again.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException inside a transaction
   */
  public static void awaitPinnedSnapshots() throws InterruptedException {
    requireNoTransaction();
    Snapshots.awaitEarlier(null);
  }

  /**
   * Like {@link #awaitPinnedSnapshots()}, with a timeout.
   *
   * @param timeout how long to wait at most; if zero, the method returns at once
   * @return whether those snapshots have ended; false if the timeout passed first
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException inside a transaction
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static boolean awaitPinnedSnapshots(Duration timeout) throws InterruptedException {
    requireNoTransaction();
    return Snapshots.awaitEarlier(TransactionOptions.timeout(timeout).timeout());
  }

  /**
   * Statistics of this process so far.
   *
   * @return counts of conflicts, waits and promotions
   */
  public static StmStatistics statistics() {
    return StmStatistics.read();
  }
}
