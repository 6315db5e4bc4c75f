package io.isolde.stm;

import io.isolde.stm.engine.Ambient;
import io.isolde.stm.engine.Execution;
import io.isolde.stm.engine.Nesting;
import io.isolde.stm.engine.Snapshots;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Transactions: blocks of code whose reads and writes of refs happen all at once, or not at all.
 *
 * {@snippet file="io/isolde/stm/examples/ReadmeTest.java" region="transfer"}
 *
 * <p><b>Guarantees.</b> Transactions are strictly serialisable: they take effect as if one at a
 * time, each between its call and its return. They are opaque: no attempt, not even one that will
 * be thrown away, sees a state that did not exist. A body runs more than once when another
 * transaction changed what it read, so it should have no effect but on refs; see {@link
 * Transaction#afterCommit} and {@link #requireNoTransaction} for the others.
 *
 * <p><b>Ambient.</b> A ref used inside the body of {@code atomic} joins that transaction; there is
 * nothing to pass along. The body runs on the calling thread, and a transaction is not inherited by
 * threads that the body starts.
 *
 * <p><b>Nesting.</b> {@code atomic} inside {@code atomic} joins. When the inner body throws, its
 * own effects are rolled back, and the outer one may catch the exception and go on.
 *
 * <p><b>Exceptions.</b> Whatever the body throws, checked exceptions and errors included, rolls the
 * transaction back and reaches the caller unchanged. The engine unwinds bodies by throwing an
 * {@link Error}: let it pass. A body that swallows it cannot commit; its next step throws it again.
 *
 * <p><b>Waiting and interrupts.</b> {@code atomic} waits where the body calls {@link #retry}, and
 * briefly under contention. Waits end early with {@link TransactionTimeoutException} if {@linkplain
 * TransactionOptions#withTimeout a timeout} was given, and with {@link
 * TransactionInterruptedException} if the thread is interrupted. The body itself is not
 * interrupted. One that waits for a lock which another thread holds around a transaction may have
 * that one wait for it in turn: for a second, or longer if it is slow again and again; then it
 * starts over.
 *
 * <p><b>Memory effects.</b> A commit <i>happens-before</i> every later attempt that sees one of its
 * writes, and before its own after-commit hooks.
 *
 * <p>This class is thread-safe. No method takes or returns null where it does not say so.
 */
public final class Stm {
  private Stm() {}

  /**
   * Runs {@code body} as a transaction and returns its result.
   *
   * <p>May run {@code body} more than once. Costs a few nanoseconds besides its reads and writes;
   * the commit takes time proportional to the number of refs read and written if it wrote any, and
   * none to speak of otherwise.
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
   * Runs {@code body} as a read-only transaction: all refs that it reads have the values that they
   * had together at one instant.
   *
   * <p>Never blocks a writer and is never starved by one: it runs once, or a second time if the
   * first try was overtaken, or called {@link #retry}, be it in {@link #orElse}; a third time only
   * if it was overtaken, and then read more than 100 refs before it called {@code retry}. A
   * snapshot that waits runs once more for each change that ends the wait. Inside a transaction it
   * is a part of that one, sees its pending writes, and may not write.
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
   * Runs {@code body} as a read-only transaction with options, of which the timeout matters only if
   * the body calls {@link #retry}.
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
   * Gives this attempt up and waits until a ref that it read has changed; then the transaction
   * starts again. Never returns.
   *
   * <p>The thread parks; it is woken by a commit that changes one of those refs, and by nothing
   * else. A value that is the same as before, compared by identity, is no change. A change wakes
   * the thread that has waited longest; when the attempt that this makes has ended, it wakes the
   * next ones, unless the ref has changed again. So a body should not wait for another thread that
   * waits for the same change. Inside {@link #orElse}, the other alternative is tried before. The
   * wait is bounded by the transaction's {@linkplain TransactionOptions#withTimeout timeout} and
   * ended by an interrupt.
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
   * Waits until a condition on refs holds: {@link #retry} unless {@code condition}.
   *
   * @param condition computed from refs read in this transaction
   * @throws IllegalStateException as {@link #retry}
   */
  public static void check(boolean condition) {
    if (!condition) {
      throw Ambient.retry();
    }
  }

  /**
   * Runs {@code first}; if that calls {@link #retry}, its effects vanish and {@code second} runs
   * instead. If that calls {@code retry} too, the transaction waits until a ref that either has
   * read changes. Outside a transaction, it is one.
   *
   * @param <T> the type of the result
   * @param <X> what the alternatives may throw
   * @param first the preferred alternative
   * @param second the other one
   * @return the result of the alternative that did not wait
   * @throws X what the alternative threw; its effects have vanished
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
   * @throws X what the alternative threw; its effects have vanished
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
   * Waits until no ref gives out to anybody what was replaced before this call: until the snapshots
   * have ended that see the past, and began before.
   *
   * <p>Not a fence for freeing memory. It does not wait for those who have got the replaced value
   * from a ref already: transactions, and snapshots in their first try. They may use it until they
   * next read a ref that has changed, and may even commit, since they came before. So, what a ref
   * referred to may be freed or used again as follows:
   *
   * <ol>
   *   <li>Whoever has got it from the ref takes a lease before using it, counted in it, and gives
   *       it back afterwards.
   *   <li>The owner replaces it in a transaction, waits here, and then lets it refuse further
   *       leases. When the last lease is given back, it is nobody else's.
   *   <li>Who is refused a lease reads the ref again. In a transaction, this ends the attempt, and
   *       the next one gets the replacement; outside, the replacement is there.
   * </ol>
   *
   * Without the wait, a snapshot that sees the past would get it from the ref, and be refused,
   * again and again.
   *
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException inside a transaction
   */
  public static void awaitPinnedSnapshots() throws InterruptedException {
    requireNoTransaction();
    Snapshots.awaitEarlier(null);
  }

  /**
   * As {@link #awaitPinnedSnapshots()}, for a while.
   *
   * @param timeout how long to wait; at once if zero
   * @return whether they have; false if the time was too short
   * @throws InterruptedException if the calling thread is interrupted
   * @throws IllegalStateException inside a transaction
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static boolean awaitPinnedSnapshots(Duration timeout) throws InterruptedException {
    requireNoTransaction();
    return Snapshots.awaitEarlier(TransactionOptions.timeout(timeout).timeout());
  }

  /**
   * What has happened so far in this process.
   *
   * @return counts of conflicts, waits and promotions
   */
  public static StmStatistics statistics() {
    return StmStatistics.read();
  }
}
