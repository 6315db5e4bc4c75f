package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.Subscription;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A value, or a failure, that will be available later: transactions complete it once and wait for
 * it.
 *
 * <p>Inside a transaction, every method is part of it: other threads see the promise as complete
 * once the transaction that completes it has committed. Outside, every method is a transaction of
 * its own. {@link #await()} waits by {@link Stm#retry}, so {@code Stm.orElse(() -> a.await(), () ->
 * b.await())} waits for the first of two.
 *
 * <p>Thread-safe. Null is refused with {@link NullPointerException}.
 *
 * @param <V> the type of the value
 */
public final class TPromise<V> {
  private final Ref<@Nullable Outcome<V>> outcome;

  /** What a promise is completed with; there is one at most. */
  private sealed interface Outcome<V> {
    /** Returns the value, or throws the failure. */
    V get();

    boolean settle(CompletableFuture<V> future);

    record Value<V>(V value) implements Outcome<V> {
      @Override
      public V get() {
        return value;
      }

      @Override
      public boolean settle(CompletableFuture<V> future) {
        return future.complete(value);
      }
    }

    record Failure<V>(Throwable cause) implements Outcome<V> {
      @Override
      public V get() {
        throw new CompletionException(cause);
      }

      @Override
      public boolean settle(CompletableFuture<V> future) {
        return future.completeExceptionally(cause);
      }
    }
  }

  /** Makes a promise that is not complete. */
  public TPromise() {
    this(RefFactory.UNNAMED);
  }

  /**
   * Makes a promise that is not complete, with a name for messages and reports.
   *
   * @param <V> the type of the value
   * @param name need not be unique
   * @return the promise
   */
  public static <V> TPromise<V> named(String name) {
    return new TPromise<>(RefFactory.named(name));
  }

  private TPromise(RefFactory refs) {
    this.outcome = refs.ref(null);
  }

  /**
   * Completes the promise with a value, unless it is complete.
   *
   * @param value the value for {@link #await()} to return
   * @return false if the promise was complete; nothing has changed
   */
  public boolean complete(V value) {
    return outcome.compareAndSet(null, new Outcome.Value<>(Objects.requireNonNull(value, "value")));
  }

  /**
   * Completes the promise with a failure, unless it is complete.
   *
   * @param cause the cause of the {@link CompletionException} that {@link #await()} will throw
   * @return false if the promise was complete; nothing has changed
   */
  public boolean completeExceptionally(Throwable cause) {
    return outcome.compareAndSet(
        null, new Outcome.Failure<>(Objects.requireNonNull(cause, "cause")));
  }

  /**
   * Whether the promise is complete, with a value or a failure.
   *
   * @return true if it is
   */
  public boolean isDone() {
    return outcome.get() != null;
  }

  /**
   * Returns the value; waits until there is one.
   *
   * @return the value
   * @throws CompletionException if the promise was completed with a failure, which is the cause;
   *     inside a transaction, it rolls the transaction back unless it is caught
   * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
   *     while it waits
   */
  public V await() {
    return result(outcome.await(Objects::nonNull));
  }

  /**
   * Returns the value; waits until there is one, but not longer than {@code timeout}.
   *
   * @param timeout not negative
   * @return the value
   * @throws CompletionException if the promise was completed with a failure, which is the cause
   * @throws TransactionTimeoutException if the timeout passed
   * @throws TransactionInterruptedException if the thread is interrupted while it waits
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  public V await(Duration timeout) {
    Atomically.requireOwnTimeout();
    return result(outcome.await(Objects::nonNull, timeout));
  }

  private V result(@Nullable Outcome<V> present) {
    return Objects.requireNonNull(present).get();
  }

  /**
   * Returns the value if there is one.
   *
   * @return null if the promise is not complete
   * @throws CompletionException if the promise was completed with a failure, which is the cause
   */
  public @Nullable V tryGet() {
    Outcome<V> present = outcome.get();
    return present == null ? null : present.get();
  }

  /**
   * A future that is completed once a transaction that completes the promise has committed. The
   * future follows the promise, but not vice versa: changes to the future do not affect the
   * promise.
   *
   * <p>Stages that depend on the future run on the committing thread, as an {@linkplain
   * io.isolde.stm.Transaction#afterCommit after-commit hook}; they should be short, or be run by an
   * executor through the {@code Async} methods. The promise refers to the future until one of the
   * two is complete.
   *
   * @return a new future
   * @throws IllegalStateException inside a transaction
   */
  public CompletableFuture<V> toFuture() {
    Stm.requireNoTransaction();
    CompletableFuture<V> future = new CompletableFuture<>();
    Subscription watch = outcome.watch((before, after) -> settle(future, after));
    CompletableFuture<V> unused = future.whenComplete((value, failure) -> watch.close());
    settle(future, outcome.get()); // after the watch: a commit between them is seen by both
    return future;
  }

  private void settle(CompletableFuture<V> future, @Nullable Outcome<V> present) {
    if (present != null) {
      present.settle(future);
    }
  }

  /**
   * The outcome.
   *
   * @return for example {@code TPromise[not complete]}
   */
  @Override
  public String toString() {
    Outcome<V> present = outcome.peek();
    return "TPromise[" + (present == null ? "not complete" : present) + "]";
  }
}
