package io.isolde.stm;

import io.isolde.stm.engine.Access;
import io.isolde.stm.engine.Attachment;
import io.isolde.stm.engine.BitsCell;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A transactional boolean, unboxed. What {@link Ref} says about transactions, exceptions and
 * threads applies here too. The method names are those of {@link
 * java.util.concurrent.atomic.AtomicBoolean}.
 */
public final class BooleanRef extends BitsCell {
  private BooleanRef(boolean value) {
    super(toBits(value));
  }

  /**
   * Makes a ref.
   *
   * @param value the initial value
   * @return the ref
   */
  public static BooleanRef of(boolean value) {
    return new BooleanRef(value);
  }

  /**
   * Makes a ref with a name for messages and reports.
   *
   * @param name need not be unique
   * @param value the initial value
   * @return the ref
   */
  public static BooleanRef named(String name, boolean value) {
    BooleanRef ref = new BooleanRef(value);
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
  public boolean get() {
    return Access.get(this) != 0;
  }

  /**
   * Reads the value without making the transaction depend on it, like {@link Ref#peek}.
   *
   * @return the transaction's own last write, or else the last committed value
   */
  public boolean peek() {
    return Access.peek(this) != 0;
  }

  /**
   * Writes the value.
   *
   * @param value the new value
   */
  public void set(boolean value) {
    Access.set(this, toBits(value));
  }

  /**
   * Writes the value and returns the one before.
   *
   * @param value the new value
   * @return the value before
   */
  public boolean getAndSet(boolean value) {
    return Stm.atomic(
        () -> {
          boolean before = get();
          set(value);
          return before;
        });
  }

  /**
   * Writes {@code value} if the present value is {@code expected}.
   *
   * @param expected the value to replace
   * @param value the new value
   * @return whether it was replaced
   */
  public boolean compareAndSet(boolean expected, boolean value) {
    return Access.compareAndSet(this, toBits(expected), toBits(value));
  }

  /**
   * Turns true into false and false into true.
   *
   * @return the new value
   */
  public boolean negateAndGet() {
    return Stm.atomic(
        () -> {
          boolean after = !get();
          set(after);
          return after;
        });
  }

  /**
   * Waits until the value is true. In a transaction, the same as {@code Stm.check(get())}.
   *
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   */
  public void await() {
    await(TransactionOptions.DEFAULT);
  }

  /**
   * Waits until the value is true, but not longer than {@code timeout}.
   *
   * @param timeout not negative
   * @throws TransactionTimeoutException if the timeout passed
   * @throws TransactionInterruptedException if the thread is interrupted while waiting
   * @throws IllegalStateException in a transaction, whose own timeout bounds its waits
   */
  public void await(Duration timeout) {
    Stm.requireNoTransaction();
    await(TransactionOptions.timeout(timeout));
  }

  private void await(TransactionOptions options) {
    Stm.atomic(options, () -> Stm.check(get()));
  }

  /**
   * Notifies {@code observer} of every commit that writes this ref, like {@link Ref#watch}.
   *
   * @param observer takes the value before and the value after; they may be equal
   * @return a subscription that ends the watch when closed
   */
  public Subscription watch(Observer observer) {
    Attachment.Watch watch =
        (before, bitsBefore, after, bitsAfter) -> observer.changed(bitsBefore != 0, bitsAfter != 0);
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
    void changed(boolean before, boolean after);
  }

  private static long toBits(boolean value) {
    return value ? 1 : 0;
  }

  /**
   * The name of this ref, or its identity, and the present value.
   *
   * @return for example {@code BooleanRef 'alice' = true}
   */
  @Override
  public String toString() {
    return "BooleanRef " + Access.label(this) + " = " + peek();
  }
}
