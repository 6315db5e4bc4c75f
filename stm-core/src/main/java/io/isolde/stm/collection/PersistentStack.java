package io.isolde.stm.collection;

import io.isolde.stm.engine.SameToWaiters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A persistent stack that knows the position of its top in a sequence, of which it is one side: two
 * stacks, bottom to bottom, form the whole sequence. A push and a pop return another stack, which
 * shares the elements; they and a look at either end cost O(1). Immutable.
 *
 * <p>Positions are those of the gaps between elements. The top of the front stack is at the
 * position before the sequence's first element, the top of the back stack at the position after the
 * last, so the difference of two tops is the number of elements between them.
 */
final class PersistentStack<E> implements SameToWaiters {
  private final @Nullable E top;
  private final @Nullable E bottom;
  private final @Nullable PersistentStack<E> rest;

  /** The position of the top or, in an empty stack, where the top would be. */
  final long position;

  /** The position that the top may reach before the other side must be asked for room. */
  final long limit;

  private PersistentStack(
      @Nullable E top,
      @Nullable E bottom,
      @Nullable PersistentStack<E> rest,
      long position,
      long limit) {
    this.top = top;
    this.bottom = bottom;
    this.rest = rest;
    this.position = position;
    this.limit = limit;
  }

  /** Without elements. */
  static <E> PersistentStack<E> empty(long position, long limit) {
    return new PersistentStack<>(null, null, null, position, limit);
  }

  boolean isEmpty() {
    return rest == null;
  }

  /**
   * Two empty stacks are equivalent. A transaction that has seen an empty stack has also read the
   * sequence's other stack, or has not needed it. The two stacks together determine the elements,
   * and no method reveals more than the elements and their number.
   */
  @Override
  public boolean isSameToWaiters(SameToWaiters other) {
    return other instanceof PersistentStack<?> stack && isEmpty() && stack.isEmpty();
  }

  /** Null if empty. */
  @Nullable E top() {
    return top;
  }

  /** Null if empty. */
  @Nullable E bottom() {
    return bottom;
  }

  boolean isAtLimit() {
    return position == limit;
  }

  PersistentStack<E> withLimit(long newLimit) {
    return newLimit == limit ? this : new PersistentStack<>(top, bottom, rest, position, newLimit);
  }

  /** With one more element; {@code step} is 1 at the back, and -1 at the front. */
  PersistentStack<E> push(E element, int step) {
    return new PersistentStack<>(
        element, isEmpty() ? element : bottom, this, position + step, limit);
  }

  /** Without its top. If the rest was made before the limit changed, it gets the present limit. */
  PersistentStack<E> pop() {
    return rest == null ? this : rest.withLimit(limit);
  }

  /** The same elements, with this stack's bottom as the top: turns a whole back into a front. */
  PersistentStack<E> turnedOver() {
    PersistentStack<E> turned = empty(position, limit);
    for (PersistentStack<E> stack = this; stack.rest != null; stack = stack.rest) {
      turned = turned.push(stack.element(), -1);
    }
    return turned;
  }

  /** With the elements of {@code elements} that are not yet in this stack, in order. */
  PersistentStack<E> pushAll(List<E> elements, int step) {
    PersistentStack<E> stack = this;
    for (E element : elements) {
      stack = stack.push(element, step);
    }
    return stack;
  }

  /** The elements from top to bottom. */
  List<E> fromTop() {
    List<E> elements = new ArrayList<>();
    PersistentStack<E> stack = this;
    while (stack.rest != null) {
      elements.add(stack.element());
      stack = stack.rest;
    }
    return elements;
  }

  /** The elements from bottom to top. */
  List<E> fromBottom() {
    List<E> elements = fromTop();
    Collections.reverse(elements);
    return elements;
  }

  private E element() {
    E element = top;
    if (element == null) {
      throw new AssertionError("no top in a stack that is not empty");
    }
    return element;
  }
}
