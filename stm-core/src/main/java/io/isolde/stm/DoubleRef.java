package io.isolde.stm;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.BitsCell;
import java.time.Duration;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional double, unboxed. What {@link Ref} says about transactions, exceptions and threads
 * applies here too.
 *
 * <p>An {@link #add} never conflicts with another {@code add} if neither transaction reads the ref.
 * As with {@link java.util.concurrent.atomic.DoubleAdder}, the order of additions, and hence the
 * rounding, is unspecified.
 *
 * <p>There are no comparisons as in {@link LongRef#isAtLeast}. Additions of doubles round, so what
 * a transaction has added itself does not shift a bound exactly; and NaN and the two zeros have no
 * place in one order. Use {@link #get}.
 */
public final class DoubleRef extends BitsCell {
  private DoubleRef(double value) {
    super(Double.doubleToRawLongBits(value));
  }

  /**
   * Makes a ref.
   *
   * @param value the initial value
   * @return the ref
   */
  public static DoubleRef of(double value) {
    return new DoubleRef(value);
  }

  /**
   * Makes a ref with a name for messages and reports.
   *
   * @param name need not be unique
   * @param value the initial value
   * @return the ref
   */
  public static DoubleRef named(String name, double value) {
    DoubleRef ref = new DoubleRef(value);
    Access.setName(ref, name);
    return ref;
  }

  /**
   * The name given to this ref.
   *
   * @return null if there is none
   */
  public @Nullable String name() {
    return Access.name(this);
  }

  /**
   * Reads the value.
   *
   * @return the value; in a transaction its own last write, or else the value as of the same
   *     instant as its other reads
   */
  public double get() {
    return Double.longBitsToDouble(Access.get(this));
  }

  /**
   * Reads the value without making the transaction depend on it, like {@link Ref#peek}.
   *
   * @return the transaction's own last write, or else the last committed value
   */
  public double peek() {
    return Double.longBitsToDouble(Access.peek(this));
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   */
  public void set(double value) {
    Access.set(this, Double.doubleToRawLongBits(value));
  }

  /**
   * Writes the value and returns the one before.
   *
   * @param value the new value
   * @return the value before
   */
  public double getAndSet(double value) {
    return getAndUpdate(before -> value);
  }

  /**
   * Writes {@code value} if the present value is {@code expected}, compared bit by bit: NaN equals
   * itself, and 0.0 is not -0.0.
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   */
  public boolean compareAndSet(double expected, double value) {
    return Access.compareAndSet(
        this, Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
  }

  /**
   * Adds {@code summand} to the value that the ref has when the transaction commits.
   *
   * @param summand may be negative
   */
  public void add(double summand) {
    Access.addDouble(this, summand);
  }

  /**
   * Adds and returns the value before. Unlike {@link #add}, this reads the ref.
   *
   * @param summand may be negative
   * @return the value before
   */
  public double getAndAdd(double summand) {
    return getAndUpdate(value -> value + summand);
  }

  /**
   * Adds and returns the new value. Unlike {@link #add}, this reads the ref.
   *
   * @param summand may be negative
   * @return the new value
   */
  public double addAndGet(double summand) {
    return updateAndGet(value -> value + summand);
  }

  /**
   * Applies {@code function} to the value and returns the one before.
   *
   * @param function from the present value to the new one
   * @return the value before
   */
  public double getAndUpdate(DoubleUnaryOperator function) {
    return Stm.atomic(
        () -> {
          double before = get();
          set(function.applyAsDouble(before));
          return before;
        });
  }

  /**
   * Applies {@code function} to the value and returns the new one.
   *
   * @param function from the present value to the new one
   * @return the new value
   */
  public double updateAndGet(DoubleUnaryOperator function) {
    return Stm.atomic(
        () -> {
          double after = function.applyAsDouble(get());
          set(after);
          return after;
        });
  }

  /**
   * Combines the value with {@code operand} and returns the value before.
   *
   * @param operand the second argument of {@code function}
   * @param function from the present value and {@code operand} to the new value
   * @return the value before
   */
  public double getAndAccumulate(double operand, DoubleBinaryOperator function) {
    return getAndUpdate(value -> function.applyAsDouble(value, operand));
  }

  /**
   * Combines the value with {@code operand} and returns the new value.
   *
   * @param operand the second argument of {@code function}
   * @param function from the present value and {@code operand} to the new value
   * @return the new value
   */
  public double accumulateAndGet(double operand, DoubleBinaryOperator function) {
    return updateAndGet(value -> function.applyAsDouble(value, operand));
  }

  /**
   * Applies {@code function} to the value that the ref has when the transaction commits, like
   * {@link Ref#commute}.
   *
   * @param function from the present value to the new one; may run more than once, and must not use
   *     refs
   */
  public void commute(DoubleUnaryOperator function) {
    Access.commute(
        this,
        bits -> Double.doubleToRawLongBits(function.applyAsDouble(Double.longBitsToDouble(bits))));
  }

  /**
   * Waits until the value satisfies {@code condition}. In a transaction, the same as {@code
   * Stm.check(condition.test(get()))}.
   *
   * @param condition may be tested more than once
   * @return the value
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   */
  public double await(DoublePredicate condition) {
    return await(TransactionOptions.DEFAULT, condition);
  }

  /**
   * Waits until the value satisfies {@code condition}, but not longer than {@code timeout}.
   *
   * @param condition may be tested more than once
   * @param timeout not negative
   * @return the value
   * @throws TransactionTimeoutException if the timeout passed
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   * @throws IllegalStateException in a transaction, whose own timeout bounds its waits
   */
  public double await(DoublePredicate condition, Duration timeout) {
    Stm.requireNoTransaction();
    return await(TransactionOptions.timeout(timeout), condition);
  }

  private double await(TransactionOptions options, DoublePredicate condition) {
    return Stm.atomic(
        options,
        () -> {
          double value = get();
          Stm.check(condition.test(value));
          return value;
        });
  }

  /**
   * From now on, refuses every commit whose new value for this ref breaks a rule, like {@link
   * Ref#addValidator}.
   *
   * @param rule what {@code isValid} demands, for the message of {@link ValidationException}
   * @param isValid must not use refs; may run more than once
   * @return a subscription that removes the validator when closed
   * @throws ValidationException if the present value breaks the rule; then nothing is added
   */
  public Subscription addValidator(String rule, DoublePredicate isValid) {
    Attachment.Validator validator =
        (value, bits) -> {
          if (!isValid.test(Double.longBitsToDouble(bits))) {
            throw new ValidationException(
                Access.label(this), String.valueOf(Double.longBitsToDouble(bits)), rule);
          }
        };
    Access.addValidator(this, validator);
    return () -> Access.removeValidator(this, validator);
  }

  /**
   * Notifies {@code observer} of every commit that writes this ref, like {@link Ref#watch}.
   *
   * @param observer takes the value before and the value after; they may be equal
   * @return a subscription that ends the watch when closed
   */
  public Subscription watch(Observer observer) {
    Attachment.Watch watch =
        (before, bitsBefore, after, bitsAfter) ->
            observer.changed(
                Double.longBitsToDouble(bitsBefore), Double.longBitsToDouble(bitsAfter));
    Access.addWatch(this, watch);
    return () -> Access.removeWatch(this, watch);
  }

  /** The callback of a {@linkplain #watch watch}. */
  @FunctionalInterface
  public interface Observer {
    /**
     * Called after a commit that wrote the ref.
     *
     * @param before the value before
     * @param after the value after
     */
    void changed(double before, double after);
  }

  /**
   * The name of this ref, or its identity, and the present value.
   *
   * @return for example {@code DoubleRef 'alice' = 0.5}
   */
  @Override
  public String toString() {
    return "DoubleRef " + Access.label(this) + " = " + peek();
  }
}
