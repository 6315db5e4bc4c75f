package io.isolde.store.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A type check at run time, which generics alone cannot make: refuses null and objects of other
 * types. Immutable.
 *
 * @param what what is checked, for the message: for example {@code key of map 'accounts'}
 * @param type the required type
 */
record TypeCheck<T>(String what, Class<T> type) {
  /** Whether {@code value} is of the type. */
  boolean accepts(@Nullable Object value) {
    return value != null && (value.getClass() == type || type.isInstance(value));
  }

  /** Returns {@code value} if it is of the type. */
  @SuppressWarnings("unchecked") // it is
  T of(@Nullable Object value) {
    if (value != null && accepts(value)) {
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
