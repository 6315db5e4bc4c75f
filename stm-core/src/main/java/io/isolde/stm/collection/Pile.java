package io.isolde.stm.collection;

import io.isolde.stm.engine.SameToWaiters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One side of a sequence: an immutable stack that knows where in the sequence its top is. Two
 * piles, bottom to bottom, are a whole sequence. A push, a pop and a look at either end cost O(1).
 *
 * <p>Positions are those of the gaps between elements. A pile at the front has its top at the
 * position before the sequence's first element, one at the back behind the last, so the difference
 * of two tops is the number of elements between them.
 */
final class Pile<E> implements SameToWaiters {
  private final @Nullable E top;
  private final @Nullable E bottom;
  private final @Nullable Pile<E> rest;

  /** The position of the top, or of the place for one. */
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
   * Two empty piles are. Who has seen one knows the other pile of the sequence, or has not asked
   * for it; both together tell the elements, and only these and their number are told to anybody.
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

  /** With one element more; {@code step} is 1 at the back, and -1 at the front. */
  Pile<E> push(E element, int step) {
    return new Pile<>(element, isEmpty() ? element : bottom, this, position + step, limit);
  }

  /** Without its top. A rest that was made before the limit changed gets the present one. */
  Pile<E> pop() {
    return rest == null ? this : rest.withLimit(limit);
  }

  /** The same elements, with this pile's bottom as the top: a front from a whole back. */
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
