package io.isolde.stm;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.BitsCell;
import java.time.Duration;
import java.util.function.LongBinaryOperator;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional long, unboxed. What {@link Ref} says about transactions, exceptions and threads
 * applies here too. The method names are those of {@link java.util.concurrent.atomic.AtomicLong}.
 *
 * <p>{@link #add}, {@link #increment} and {@link #decrement} never conflict with each other in
 * transactions that do not read the ref, so a contended counter does not make them run again.
 */
public final class LongRef extends BitsCell {
  private LongRef(long value) {
    super(value);
  }

  /**
   * Makes a ref.
   *
   * @param value the initial value
   * @return the ref
   */
  public static LongRef of(long value) {
    return new LongRef(value);
  }

  /**
   * Makes a ref with a name for messages and reports.
   *
   * @param name need not be unique
   * @param value the initial value
   * @return the ref
   */
  public static LongRef named(String name, long value) {
    LongRef ref = new LongRef(value);
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
  public long get() {
    return Access.get(this);
  }

  /**
   * Reads the value without making the transaction depend on it, like {@link Ref#peek}.
   *
   * @return the transaction's own last write, or else the last committed value
   */
  public long peek() {
    return Access.peek(this);
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
  public boolean isAtLeast(long bound) {
    return Access.isIn(this, bound, Long.MAX_VALUE);
  }

  /**
   * Whether the value is at most {@code bound}, like {@link #isAtLeast}.
   *
   * @param bound the largest value for which the answer is yes
   * @return the answer
   */
  public boolean isAtMost(long bound) {
    return Access.isIn(this, Long.MIN_VALUE, bound);
  }

  /**
   * Whether the value is {@code expected}, like {@link #isAtLeast}.
   *
   * @param expected the value for which the answer is yes
   * @return the answer
   */
  public boolean isEqualTo(long expected) {
    return Access.isIn(this, expected, expected);
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   */
  public void set(long value) {
    Access.set(this, value);
  }

  /**
   * Writes the value and returns the one before.
   *
   * @param value the new value
   * @return the value before
   */
  public long getAndSet(long value) {
    long present = get();
    return compareAndSet(present, value) ? present : getAndUpdate(before -> value);
  }

  /**
   * Writes {@code value} if the present value is {@code expected}.
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   */
  public boolean compareAndSet(long expected, long value) {
    return Access.compareAndSet(this, expected, value);
  }

  /**
   * Adds {@code summand} to the value that the ref has when the transaction commits.
   *
   * @param summand may be negative
   */
  public void add(long summand) {
    Access.addLong(this, summand);
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
  public long getAndIncrement() {
    return getAndAdd(1);
  }

  /**
   * Subtracts 1 and returns the value before.
   *
   * @return the value before
   */
  public long getAndDecrement() {
    return getAndAdd(-1);
  }

  /**
   * Adds 1 and returns the new value.
   *
   * @return the new value
   */
  public long incrementAndGet() {
    return addAndGet(1);
  }

  /**
   * Subtracts 1 and returns the new value.
   *
   * @return the new value
   */
  public long decrementAndGet() {
    return addAndGet(-1);
  }

  /**
   * Adds and returns the value before. Unlike {@link #add}, this reads the ref.
   *
   * @param summand may be negative
   * @return the value before
   */
  public long getAndAdd(long summand) {
    long present = get();
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
  public long addAndGet(long summand) {
    return getAndAdd(summand) + summand;
  }

  /**
   * Applies {@code function} to the value and returns the one before.
   *
   * @param function from the present value to the new one
   * @return the value before
   */
  public long getAndUpdate(LongUnaryOperator function) {
    return Stm.atomic(
        () -> {
          long before = get();
          set(function.applyAsLong(before));
          return before;
        });
  }

  /**
   * Applies {@code function} to the value and returns the new one.
   *
   * @param function from the present value to the new one
   * @return the new value
   */
  public long updateAndGet(LongUnaryOperator function) {
    return Stm.atomic(
        () -> {
          long after = function.applyAsLong(get());
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
  public long getAndAccumulate(long operand, LongBinaryOperator function) {
    return getAndUpdate(value -> function.applyAsLong(value, operand));
  }

  /**
   * Combines the value with {@code operand} and returns the new value.
   *
   * @param operand the second argument of {@code function}
   * @param function from the present value and {@code operand} to the new value
   * @return the new value
   */
  public long accumulateAndGet(long operand, LongBinaryOperator function) {
    return updateAndGet(value -> function.applyAsLong(value, operand));
  }

  /**
   * Applies {@code function} to the value that the ref has when the transaction commits, like
   * {@link Ref#commute}.
   *
   * @param function from the present value to the new one; may run more than once, and must not use
   *     refs
   */
  public void commute(LongUnaryOperator function) {
    Access.commute(this, function);
  }

  /**
   * Waits until the value satisfies {@code condition}. In a transaction, the same as {@code
   * Stm.check(condition.test(get()))}.
   *
   * @param condition may be tested more than once
   * @return the value
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   */
  public long await(LongPredicate condition) {
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
  public long await(LongPredicate condition, Duration timeout) {
    Stm.requireNoTransaction();
    return await(TransactionOptions.timeout(timeout), condition);
  }

  private long await(TransactionOptions options, LongPredicate condition) {
    return Stm.atomic(
        options,
        () -> {
          long value = get();
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
  public Subscription addValidator(String rule, LongPredicate isValid) {
    Attachment.Validator validator =
        (value, bits) -> {
          if (!isValid.test(bits)) {
            throw new ValidationException(Access.label(this), String.valueOf(bits), rule);
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
        (before, bitsBefore, after, bitsAfter) -> observer.changed(bitsBefore, bitsAfter);
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
    void changed(long before, long after);
  }

  /**
   * The name of this ref, or its identity, and the present value.
   *
   * @return for example {@code LongRef 'alice' = 100}
   */
  @Override
  public String toString() {
    return "LongRef " + Access.label(this) + " = " + peek();
  }
}
