package io.isolde.stm;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.BitsCell;
import java.time.Duration;
import java.util.function.IntBinaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional int, unboxed. What {@link Ref} says about transactions, exceptions and threads
 * applies here too. The method names are those of {@link
 * java.util.concurrent.atomic.AtomicInteger}.
 *
 * <p>{@link #add}, {@link #increment} and {@link #decrement} never conflict with each other in
 * transactions that do not read the ref, so a contended counter does not make them run again.
 */
public final class IntRef extends BitsCell {
  private IntRef(int value) {
    super(value);
  }

  /**
   * Makes a ref.
   *
   * @param value the initial value
   * @return the ref
   */
  public static IntRef of(int value) {
    return new IntRef(value);
  }

  /**
   * Makes a ref with a name for messages and reports.
   *
   * @param name need not be unique
   * @param value the initial value
   * @return the ref
   */
  public static IntRef named(String name, int value) {
    IntRef ref = new IntRef(value);
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
  public int get() {
    return (int) Access.get(this);
  }

  /**
   * Reads the value without making the transaction depend on it, like {@link Ref#peek}.
   *
   * @return the transaction's own last write, or else the last committed value
   */
  public int peek() {
    return (int) Access.peek(this);
  }

  /**
   * Whether the value is at least {@code bound}. In a transaction, the answer is what the
   * transaction depends on, and not the value. Other transactions may change the value meanwhile;
   * this one runs again if the answer has become another, and seldom otherwise: for example when
   * another transaction is just changing a ref that this one has compared and does not change. So
   * the following transfer never overdraws an account, and does not conflict with other transfers
   * as long as there is enough in it:
   *
   * {@snippet file="io/isolde/stm/examples/ComparisonsExampleTest.java" region="transfer"}
   *
   * <p>The answer takes the transaction's own changes into account. A transaction that waits in
   * {@link Stm#retry} after it has compared is woken when the answer may have become another. In
   * these cases, the call counts as a {@link #get}: after a {@link #commute} of this ref in the
   * same transaction, in a {@link Stm#snapshot}, when the transaction has lost so often that it has
   * priority, and when it has compared 64 other refs.
   *
   * <p>Costs about as much as {@link #get}. Whoever needs the value itself too, calls just that.
   *
   * @param bound the smallest value for which the answer is yes
   * @return the answer; in a transaction as of the same instant as its other reads
   */
  public boolean isAtLeast(int bound) {
    return Access.isIn(this, bound, Integer.MAX_VALUE);
  }

  /**
   * Whether the value is at most {@code bound}, like {@link #isAtLeast}.
   *
   * @param bound the largest value for which the answer is yes
   * @return the answer
   */
  public boolean isAtMost(int bound) {
    return Access.isIn(this, Integer.MIN_VALUE, bound);
  }

  /**
   * Whether the value is {@code expected}, like {@link #isAtLeast}.
   *
   * @param expected the value for which the answer is yes
   * @return the answer
   */
  public boolean isEqualTo(int expected) {
    return Access.isIn(this, expected, expected);
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   */
  public void set(int value) {
    Access.set(this, value);
  }

  /**
   * Writes the value and returns the one before.
   *
   * @param value the new value
   * @return the value before
   */
  public int getAndSet(int value) {
    int present = get();
    return compareAndSet(present, value) ? present : getAndUpdate(before -> value);
  }

  /**
   * Writes {@code value} if the present value is {@code expected}.
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   */
  public boolean compareAndSet(int expected, int value) {
    return Access.compareAndSet(this, expected, value);
  }

  /**
   * Adds {@code summand} to the value that the ref has when the transaction commits.
   *
   * @param summand may be negative
   */
  public void add(int summand) {
    Access.addInt(this, summand);
  }

  /** Adds 1, like {@link #add}. */
  public void increment() {
    add(1);
  }

  /** Subtracts 1, like {@link #add}. */
  public void decrement() {
    add(-1);
  }

  /**
   * Adds 1 and returns the value before.
   *
   * @return the value before
   */
  public int getAndIncrement() {
    return getAndAdd(1);
  }

  /**
   * Subtracts 1 and returns the value before.
   *
   * @return the value before
   */
  public int getAndDecrement() {
    return getAndAdd(-1);
  }

  /**
   * Adds 1 and returns the new value.
   *
   * @return the new value
   */
  public int incrementAndGet() {
    return addAndGet(1);
  }

  /**
   * Subtracts 1 and returns the new value.
   *
   * @return the new value
   */
  public int decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Adds and returns the value before. Unlike {@link #add}, this reads the ref.
   *
   * @param summand may be negative
   * @return the value before
   */
  public int getAndAdd(int summand) {
    int present = get();
    return compareAndSet(present, present + summand)
        ? present
        : getAndUpdate(value -> value + summand);
  }

  /**
   * Adds and returns the new value. Unlike {@link #add}, this reads the ref.
   *
   * @param summand may be negative
   * @return the new value
   */
  public int addAndGet(int summand) {
    return getAndAdd(summand) + summand;
  }

  /**
   * Applies {@code function} to the value and returns the one before.
   *
   * @param function from the present value to the new one
   * @return the value before
   */
  public int getAndUpdate(IntUnaryOperator function) {
    return Stm.atomic(
        () -> {
          int before = get();
          set(function.applyAsInt(before));
          return before;
        });
  }

  /**
   * Applies {@code function} to the value and returns the new one.
   *
   * @param function from the present value to the new one
   * @return the new value
   */
  public int updateAndGet(IntUnaryOperator function) {
    return Stm.atomic(
        () -> {
          int after = function.applyAsInt(get());
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
  public int getAndAccumulate(int operand, IntBinaryOperator function) {
    return getAndUpdate(value -> function.applyAsInt(value, operand));
  }

  /**
   * Combines the value with {@code operand} and returns the new value.
   *
   * @param operand the second argument of {@code function}
   * @param function from the present value and {@code operand} to the new value
   * @return the new value
   */
  public int accumulateAndGet(int operand, IntBinaryOperator function) {
    return updateAndGet(value -> function.applyAsInt(value, operand));
  }

  /**
   * Applies {@code function} to the value that the ref has when the transaction commits, like
   * {@link Ref#commute}.
   *
   * @param function from the present value to the new one; may run more than once, and must not use
   *     refs
   */
  public void commute(IntUnaryOperator function) {
    Access.commute(this, bits -> function.applyAsInt((int) bits));
  }

  /**
   * Waits until the value satisfies {@code condition}. In a transaction, the same as {@code
   * Stm.check(condition.test(get()))}.
   *
   * @param condition may be tested more than once
   * @return the value
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   */
  public int await(IntPredicate condition) {
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
  public int await(IntPredicate condition, Duration timeout) {
    Stm.requireNoTransaction();
    return await(TransactionOptions.timeout(timeout), condition);
  }

  private int await(TransactionOptions options, IntPredicate condition) {
    return Stm.atomic(
        options,
        () -> {
          int value = get();
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
  public Subscription addValidator(String rule, IntPredicate isValid) {
    Attachment.Validator validator =
        (value, bits) -> {
          if (!isValid.test((int) bits)) {
            throw new ValidationException(Access.label(this), String.valueOf((int) bits), rule);
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
            observer.changed((int) bitsBefore, (int) bitsAfter);
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
    void changed(int before, int after);
  }

  /**
   * The name of this ref, or its identity, and the present value.
   *
   * @return for example {@code IntRef 'alice' = 100}
   */
  @Override
  public String toString() {
    return "IntRef " + Access.label(this) + " = " + peek();
  }
}
