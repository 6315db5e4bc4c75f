package io.isolde.stm;

/**
 * The body of a transaction that has no result. It may run more than once, so it should do nothing
 * but use refs and compute.
 *
 * @param <X> what the body may throw; inferred, {@link RuntimeException} when it declares nothing
 */
@FunctionalInterface
public interface TransactionAction<X extends Throwable> {
  /**
   * Runs the body once.
   *
   * @throws X to roll the transaction back and pass {@code X} on to its caller
   */
  void run() throws X;
}
