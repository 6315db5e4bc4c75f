package io.isolde.stm;

import org.jspecify.annotations.Nullable;

/**
 * The body of a transaction that has a result. It may run more than once, so it should do nothing
 * but use refs and compute.
 *
 * @param <T> the type of the result
 * @param <X> what the body may throw; inferred, {@link RuntimeException} when it declares nothing
 */
@FunctionalInterface
public interface TransactionBody<T extends @Nullable Object, X extends Throwable> {
  /**
   * Runs the body once.
   *
   * @return the result of the transaction, if this attempt commits
   * @throws X to roll the transaction back and pass {@code X} on to its caller
   */
  T run() throws X;
}
