package io.isolde.stm;

import io.isolde.stm.engine.Ambient;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A variable of which every transaction attempt has its own copy, which is initialised on first use
 * and discarded when the attempt ends.
 *
 * <p>Rolling back a nested block undoes its assignments to the variable, but not changes inside a
 * mutable value. Thread-safe: the variable may be shared; its copies are not shared.
 *
 * @param <T> the type of the value; may be nullable
 */
public final class TransactionLocal<T extends @Nullable Object> {
  private final Supplier<? extends T> initial;

  private TransactionLocal(Supplier<? extends T> initial) {
    this.initial = initial;
  }

  /**
   * Makes a variable.
   *
   * @param <T> the type of the value
   * @param initial computes the initial value, in each attempt that uses the variable before
   *     setting it
   * @return the variable
   */
  public static <T extends @Nullable Object> TransactionLocal<T> withInitial(
      Supplier<? extends T> initial) {
    return new TransactionLocal<>(initial);
  }

  /**
   * The value in the present attempt.
   *
   * @return the initial value, unless it was set in this attempt
   * @throws IllegalStateException outside a transaction
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // only T values are stored under this key
  public T get() {
    return (T) Ambient.local(this, initial);
  }

  /**
   * Sets the value in the present attempt.
   *
   * @param value the value
   * @throws IllegalStateException outside a transaction
   */
  public void set(T value) {
    Ambient.setLocal(this, value);
  }
}
