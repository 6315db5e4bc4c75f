package io.isolde.stm.engine;

import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of functions to be applied one after the other. The functions do not call each other,
 * because there may be more than the stack has room for. Immutable, so that a rollback can return
 * to a prefix.
 */
final class Composition {
  private final Object before;
  private final Object last;
  private final int length;

  /** {@code last} after {@code before}, which is a function or a composition itself. */
  Composition(Object before, Object last) {
    this.before = before;
    this.last = last;
    this.length = before instanceof Composition more ? more.length + 1 : 2;
  }

  /** Applies {@code function}, which may be a composition. */
  static @Nullable Object apply(Object function, @Nullable Object argument) {
    if (!(function instanceof Composition composition)) {
      return applySingle(function, argument);
    }
    Object result = argument;
    for (Object next : composition.inOrder()) {
      result = applySingle(next, result);
    }
    return result;
  }

  /** Applies {@code function}, which may be a composition. */
  static long apply(Object function, long argument) {
    if (!(function instanceof Composition composition)) {
      return ((LongUnaryOperator) function).applyAsLong(argument);
    }
    long result = argument;
    for (Object next : composition.inOrder()) {
      result = ((LongUnaryOperator) next).applyAsLong(result);
    }
    return result;
  }

  @SuppressWarnings("unchecked") // functions of a cell fit its values
  private static @Nullable Object applySingle(Object function, @Nullable Object argument) {
    return ((UnaryOperator<@Nullable Object>) function).apply(argument);
  }

  private Object[] inOrder() {
    Object[] functions = new Object[length];
    Object rest = this;
    for (int i = length - 1; rest instanceof Composition composition; i--) {
      functions[i] = composition.last;
      rest = composition.before;
    }
    functions[0] = rest;
    return functions;
  }
}
