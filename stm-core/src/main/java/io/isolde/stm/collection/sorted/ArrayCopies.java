package io.isolde.stm.collection.sorted;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Copies of arrays, with elements inserted, removed or appended. */
final class ArrayCopies {
  private ArrayCopies() {}

  static <T extends @Nullable Object> T[] inserted(T[] elements, int index, T element) {
    T[] more = Arrays.copyOf(elements, elements.length + 1);
    System.arraycopy(elements, index, more, index + 1, elements.length - index);
    more[index] = element;
    return more;
  }

  /** Without the elements from {@code from}, inclusive, to {@code to}, exclusive. */
  static <T extends @Nullable Object> T[] removed(T[] elements, int from, int to) {
    T[] fewer = Arrays.copyOf(elements, elements.length - (to - from));
    System.arraycopy(elements, to, fewer, from, elements.length - to);
    return fewer;
  }

  static <T> T[] joined(T[] left, T[] right) {
    T[] both = Arrays.copyOf(left, left.length + right.length);
    System.arraycopy(right, 0, both, left.length, right.length);
    return both;
  }
}
