package io.isolde.stm;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.ObjectCell;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional reference: a cell that transactions read and write. The value should be
 * immutable: the ref does not notice changes inside it.
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is atomic by itself,
 * as if run alone in {@code Stm.atomic}. The method names are those of {@link
 * java.util.concurrent.atomic.AtomicReference}. Functions passed to a method may run more than
 * once. Values are compared by identity.
 *
 * <p>Methods that write throw {@link IllegalStateException} in a {@code snapshot} and {@link
 * ValidationException} on commit when a validator refuses the new value; in both cases nothing has
 * changed. Reading outside a transaction costs about as much as a volatile read.
 *
 * <p>Thread-safe. The value may be null if {@code T} is nullable.
 *
 * @param <T> the type of the value
 */
public final class Ref<T extends @Nullable Object> extends ObjectCell {
  private Ref(T value) {
    super(value);
  }

  /**
   * Makes a ref.
   *
   * @param <T> the type of the value
   * @param value the initial value
   * @return the ref
   */
  public static <T extends @Nullable Object> Ref<T> of(T value) {
    return new Ref<>(value);
  }

  /**
   * Makes a ref with a name for messages and reports.
   *
   * @param <T> the type of the value
   * @param name need not be unique
   * @param value the initial value
   * @return the ref
   */
  public static <T extends @Nullable Object> Ref<T> named(String name, T value) {
    Ref<T> ref = new Ref<>(value);
    Access.setName(ref, name);
    return ref;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // only T values are ever written
  private T cast(@Nullable Object value) {
    return (T) value;
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
  public T get() {
    return cast(Access.get(this));
  }

  /**
   * Reads the value without making the transaction depend on it: a later change of this ref causes
   * no conflict and does not end a {@code retry}. The value may therefore be newer than the
   * transaction's other reads. Intended for hints and statistics.
   *
   * @return the transaction's own last write, or else the last committed value
   */
  public T peek() {
    return cast(Access.peek(this));
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   */
  public void set(T value) {
    Access.set(this, value);
  }

  /**
   * Writes the value and returns the one before.
   *
   * @param value the new value
   * @return the value before
   */
  public T getAndSet(T value) {
    T present = get();
    return compareAndSet(present, value) ? present : getAndUpdate(before -> value);
  }

  /**
   * Writes {@code value} if the present value is {@code expected} (by identity).
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   */
  public boolean compareAndSet(T expected, T value) {
    return Access.compareAndSet(this, expected, value);
  }

  /**
   * Applies {@code function} to the value and returns the one before.
   *
   * @param function from the present value to the new one
   * @return the value before
   */
  public T getAndUpdate(UnaryOperator<T> function) {
    return Stm.atomic(
        () -> {
          T before = get();
          set(function.apply(before));
          return before;
        });
  }

  /**
   * Applies {@code function} to the value and returns the new one.
   *
   * @param function from the present value to the new one
   * @return the new value
   */
  public T updateAndGet(UnaryOperator<T> function) {
    return Stm.atomic(
        () -> {
          T after = function.apply(get());
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
  public T getAndAccumulate(T operand, BinaryOperator<T> function) {
    return getAndUpdate(value -> function.apply(value, operand));
  }

  /**
   * Combines the value with {@code operand} and returns the new value.
   *
   * @param operand the second argument of {@code function}
   * @param function from the present value and {@code operand} to the new value
   * @return the new value
   */
  public T accumulateAndGet(T operand, BinaryOperator<T> function) {
    return updateAndGet(value -> function.apply(value, operand));
  }

  /**
   * Applies {@code function} to the value that the ref has when the transaction commits.
   * Transactions that only commute a ref do not conflict over it. This is correct only if the
   * functions applied to the ref commute, as additions to a set do.
   *
   * <p>A later read in the same transaction applies the function to the present value and makes the
   * transaction depend on that value.
   *
   * @param function from the present value to the new one; may run more than once, and must not use
   *     refs
   */
  public void commute(UnaryOperator<T> function) {
    Access.commute(this, value -> function.apply(cast(value)));
  }

  /**
   * Waits until the value satisfies {@code condition}. In a transaction, the same as {@code
   * Stm.check(condition.test(get()))}.
   *
   * @param condition may be tested more than once
   * @return the value
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   */
  public T await(Predicate<? super T> condition) {
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
  public T await(Predicate<? super T> condition, Duration timeout) {
    Stm.requireNoTransaction();
    return await(TransactionOptions.timeout(timeout), condition);
  }

  private T await(TransactionOptions options, Predicate<? super T> condition) {
    return Stm.atomic(
        options,
        () -> {
          T value = get();
          Stm.check(condition.test(value));
          return value;
        });
  }

  /**
   * From now on, refuses every commit whose new value for this ref breaks a rule. The registration
   * is not part of the transaction in which it is made.
   *
   * @param rule what {@code isValid} demands, for the message of {@link ValidationException}
   * @param isValid must not use refs; runs in the committing thread, and may run more than once
   * @return a subscription that removes the validator when closed
   * @throws ValidationException if the present value breaks the rule; then nothing is added
   */
  public Subscription addValidator(String rule, Predicate<? super T> isValid) {
    Attachment.Validator validator =
        (value, bits) -> {
          if (!isValid.test(cast(value))) {
            throw new ValidationException(Access.label(this), String.valueOf(value), rule);
          }
        };
    Access.addValidator(this, validator);
    return () -> Access.removeValidator(this, validator);
  }

  /**
   * Notifies {@code observer} of every commit that writes this ref, with the values before and
   * after. The observer runs as an {@linkplain Transaction#afterCommit after-commit hook}, before
   * the hooks of the transaction's body: in commit order, on the committing thread, outside the
   * transaction. The registration is not part of the transaction in which it is made.
   *
   * @param observer takes the value before and the value after; they may be equal
   * @return a subscription that ends the watch when closed
   */
  public Subscription watch(BiConsumer<? super T, ? super T> observer) {
    Attachment.Watch watch =
        (before, bitsBefore, after, bitsAfter) -> observer.accept(cast(before), cast(after));
    Access.addWatch(this, watch);
    return () -> Access.removeWatch(this, watch);
  }

  /**
   * The name of this ref, or its identity, and the present value.
   *
   * @return for example {@code Ref 'alice' = 100}
   */
  @Override
  public String toString() {
    return "Ref " + Access.label(this) + " = " + peek();
  }
}
