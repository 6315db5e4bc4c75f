package io.isolde.stm.engine;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of the transaction-local variables in one attempt. Thread-confined.
 *
 * <p>An attempt uses few variables, so they are searched one by one.
 */
final class Locals {
  private static final int ROOM_AT_FIRST = 4;

  /** The variables and their values in turn. */
  private @Nullable Object[] pairs;

  private int end;

  Locals() {
    pairs = new @Nullable Object[ROOM_AT_FIRST];
  }

  private Locals(Locals copied) {
    pairs = copied.pairs.clone();
    end = copied.end;
  }

  /** The place of a variable, for {@link #get}; negative if it has no value. */
  int find(Object variable) {
    int place = end - 2;
    while (place >= 0 && pairs[place] != variable) {
      place -= 2;
    }
    return place;
  }

  @Nullable Object get(int place) {
    return pairs[place + 1];
  }

  /** All or, if there is no memory, nothing. */
  void set(Object variable, @Nullable Object value) {
    int place = find(variable);
    if (place < 0) {
      add(variable, value);
    } else {
      pairs[place + 1] = value;
    }
  }

  private void add(Object variable, @Nullable Object value) {
    if (end == pairs.length) {
      pairs = Arrays.copyOf(pairs, 2 * end);
    }
    pairs[end] = variable;
    pairs[end + 1] = value;
    end += 2;
  }

  /** The same values, for a {@link Savepoint}. */
  Locals copy() {
    return new Locals(this);
  }
}
