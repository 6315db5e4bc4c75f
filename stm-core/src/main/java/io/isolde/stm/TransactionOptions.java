package io.isolde.stm;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The options of a transaction: its name, how long it may take, how many attempts it may lose.
 * Immutable; make one instance and reuse it.
 *
 * <p>A nested {@code atomic} joins the enclosing transaction, and its own options have no effect.
 */
public final class TransactionOptions {
  /** No name, no timeout, no limit on lost attempts. */
  public static final TransactionOptions DEFAULT =
      new TransactionOptions(null, null, Integer.MAX_VALUE);

  private final @Nullable String name;
  private final @Nullable Duration timeout;
  private final int lossesMax;

  private TransactionOptions(@Nullable String name, @Nullable Duration timeout, int lossesMax) {
    this.name = name;
    this.timeout = timeout;
    this.lossesMax = lossesMax;
  }

  /**
   * Default options with a name.
   *
   * @param name for messages and reports
   * @return the options
   */
  public static TransactionOptions named(String name) {
    return DEFAULT.withName(name);
  }

  /**
   * Default options with a timeout.
   *
   * @param timeout as in {@link #withTimeout}
   * @return the options
   * @throws IllegalArgumentException if {@code timeout} is negative
   */
  public static TransactionOptions timeout(Duration timeout) {
    return DEFAULT.withTimeout(timeout);
  }

  /**
   * These options with another name.
   *
   * @param newName for messages and reports
   * @return the options
   */
  public TransactionOptions withName(String newName) {
    return new TransactionOptions(Objects.requireNonNull(newName, "name"), timeout, lossesMax);
  }

  /**
   * These options with a timeout. It bounds waiting in {@code retry}, waiting for priority under
   * contention, and repeated attempts. It does not interrupt the body. Once it has passed, a
   * transaction that would have to wait or to repeat a lost attempt is rolled back with {@link
   * TransactionTimeoutException}; an attempt under way may still commit. With a timeout of zero,
   * the transaction may make one attempt.
   *
   * @param newTimeout not negative
   * @return the options
   * @throws IllegalArgumentException if {@code newTimeout} is negative
   */
  public TransactionOptions withTimeout(Duration newTimeout) {
    if (newTimeout.isNegative()) {
      throw new IllegalArgumentException("timeout must not be negative, but is " + newTimeout);
    }
    return new TransactionOptions(name, newTimeout, lossesMax);
  }

  /**
   * These options with a limit on the attempts lost to conflicts; at the limit, the transaction is
   * rolled back with {@link TooManyAttemptsException}. There is no limit by default, and none is
   * needed for progress: a transaction that keeps losing gains priority.
   *
   * @param newLossesMax at least 1
   * @return the options
   * @throws IllegalArgumentException if {@code newLossesMax} is below 1
   */
  public TransactionOptions withLossesMax(int newLossesMax) {
    if (newLossesMax < 1) {
      throw new IllegalArgumentException("lossesMax must be at least 1, but is " + newLossesMax);
    }
    return new TransactionOptions(name, timeout, newLossesMax);
  }

  /**
   * The name.
   *
   * @return null if there is none
   */
  public @Nullable String name() {
    return name;
  }

  /**
   * The timeout.
   *
   * @return null if there is none
   */
  public @Nullable Duration timeout() {
    return timeout;
  }

  /**
   * Whether there is a timeout.
   *
   * @return {@code timeout() != null}
   */
  public boolean hasTimeout() {
    return timeout != null;
  }

  /**
   * The number of attempts that may be lost to conflicts.
   *
   * @return {@link Integer#MAX_VALUE} if there is no limit
   */
  public int lossesMax() {
    return lossesMax;
  }

  /**
   * How messages describe a transaction with these options.
   *
   * @return for example {@code transaction 'transfer'}
   */
  public String describe() {
    return name == null ? "transaction" : "transaction '" + name + "'";
  }

  @Override
  public String toString() {
    return describe() + ", timeout " + timeout + ", losses at most " + lossesMax;
  }
}
