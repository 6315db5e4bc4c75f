package io.isolde.stm.engine;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** The values of the transaction-local variables in one attempt. Thread-confined. */
final class Locals {
  private final IdentityHashMap<Object, @Nullable Object> values;

  Locals() {
    values = new IdentityHashMap<>(4);
  }

  private Locals(Locals copied) {
    values = new IdentityHashMap<>(copied.values);
  }

  boolean has(Object variable) {
    return values.containsKey(variable);
  }

  @Nullable Object get(Object variable) {
    return values.get(variable);
  }

  void set(Object variable, @Nullable Object value) {
    values.put(variable, value);
  }

  /** The same values, for a {@link Savepoint}. */
  Locals copy() {
    return new Locals(this);
  }
}
