package io.isolde.store.agents;

import org.jspecify.annotations.Nullable;

/**
 * The state of an owner: the value of its key. Immutable.
 *
 * @param value null if the key is absent
 */
record Slot(@Nullable Object value) {
  static final Slot ABSENT = new Slot(null);

  boolean isAbsent() {
    return value == null;
  }
}
