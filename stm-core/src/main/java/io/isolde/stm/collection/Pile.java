package io.isolde.stm.collection;

import io.isolde.stm.engine.SameToWaiters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a sequence: an immutable stack that knows the position of its top in the sequence.
 * Two piles, bottom to bottom, form a whole sequence. A push, a pop and a look at either end cost
 * O(1).
 *
 * <p>Positions are those of the gaps between elements. The top of the front pile is at the position
 * before the sequence's first element, the top of the back pile at the position after the last, so
 * the difference of two tops is the number of elements between them.
 */
final class Pile<E> implements SameToWaiters {
  private final @Nullable E top;
  private final @Nullable E bottom;
  private final @Nullable Pile<E> rest;

  /** The position of the top or, in an empty pile, where the top would be. */
  final long position;

  /** The position that the top may reach before the other side must be asked for room. */
  final long limit;

  private Pile(
      @Nullable E top, @Nullable E bottom, @Nullable Pile<E> rest, long position, long limit) {
    this.top = top;
    this.bottom = bottom;
    this.rest = rest;
    this.position = position;
    this.limit = limit;
  }

  /** Without elements. */
  static <E> Pile<E> empty(long position, long limit) {
    return new Pile<>(null, null, null, position, limit);
  }

  boolean isEmpty() {
    return rest == null;
  }

  /**
   * Two empty piles are equivalent. A transaction that has seen an empty pile has also read the
   * sequence's other pile, or has not needed it. The two piles together determine the elements, and
   * no method reveals more than the elements and their number.
   */
  @Override
  public boolean isSameToWaiters(SameToWaiters other) {
    return other instanceof Pile<?> pile && isEmpty() && pile.isEmpty();
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

  Pile<E> withLimit(long newLimit) {
    return newLimit == limit ? this : new Pile<>(top, bottom, rest, position, newLimit);
  }

  /** With one more element; {@code step} is 1 at the back, and -1 at the front. */
  Pile<E> push(E element, int step) {
    return new Pile<>(element, isEmpty() ? element : bottom, this, position + step, limit);
  }

  /** Without its top. If the rest was made before the limit changed, it gets the present limit. */
  Pile<E> pop() {
    return rest == null ? this : rest.withLimit(limit);
  }

  /** The same elements, with this pile's bottom as the top: turns a whole back into a front. */
  Pile<E> turnedOver() {
    Pile<E> turned = empty(position, limit);
    for (Pile<E> pile = this; pile.rest != null; pile = pile.rest) {
      turned = turned.push(pile.element(), -1);
    }
    return turned;
  }

  /** With the elements of {@code elements} that are not yet in this pile, in order. */
  Pile<E> pushAll(List<E> elements, int step) {
    Pile<E> pile = this;
    for (E element : elements) {
      pile = pile.push(element, step);
    }
    return pile;
  }

  /** The elements from top to bottom. */
  List<E> fromTop() {
    List<E> elements = new ArrayList<>();
    Pile<E> pile = this;
    while (pile.rest != null) {
      elements.add(pile.element());
      pile = pile.rest;
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
      throw new AssertionError("no top in a pile that is not empty");
    }
    return element;
  }
}
