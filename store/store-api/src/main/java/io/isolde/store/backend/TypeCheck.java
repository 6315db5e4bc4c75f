package io.isolde.store.backend;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Refuses null and what is not of a type, which generics alone cannot. Immutable.
 *
 * @param what is checked, for the message: for example {@code key of map 'accounts'}
 * @param type what it must be
 */
record TypeCheck<T>(String what, Class<T> type) {
  /** {@code value}, if it is of the type. */
  @SuppressWarnings("unchecked") // it is
  T of(@Nullable Object value) {
    if (value != null && (value.getClass() == type || type.isInstance(value))) {
      return (T) value;
    }
    throw refusal(value);
  }

  private ClassCastException refusal(@Nullable Object value) {
    Objects.requireNonNull(value, () -> what + " refuses null");
    return new ClassCastException(
        what + " of " + type.getName() + " refuses a " + value.getClass().getName());
  }
}
