package io.isolde.stm.collection.sorted;

import java.util.Map;
import java.util.function.BiConsumer;

/**
 * A slice of a page: the consecutive entries of the page that lie in a range. Immutable.
 *
 * @param page the page that contains them
 * @param from the index of the first one
 * @param to the index after the last one
 */
record Slice<K, V>(Page<K, V> page, int from, int to) {
  /** Makes an empty slice if {@code to} is below {@code from}. */
  Slice {
    to = Math.max(from, to);
  }

  int size() {
    return to - from;
  }

  boolean isEmpty() {
    return from == to;
  }

  /** The index in the page of the {@code number}th entry, counted from 0 in the given direction. */
  int index(int number, boolean descending) {
    return descending ? to - 1 - number : from + number;
  }

  /** The first entry in the given direction; there must be one. */
  Map.Entry<K, V> first(boolean descending) {
    return page.entry(index(0, descending));
  }

  void forEach(boolean descending, BiConsumer<? super K, ? super V> action) {
    for (int number = 0; number < size(); number++) {
      int i = index(number, descending);
      action.accept(page.key(i), page.value(i));
    }
  }
}
