package io.isolde.stm.collection;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An immutable leftist heap: its least element is at the root, and two heaps are merged in O(log
 * size), with no work deferred to a later operation.
 *
 * <p>C. A. Crane: Linear Lists and Priority Queues as Balanced Binary Trees (1972).
 *
 * @param least the root: no element is less in the order in use
 * @param rank the length of the right spine, which is the shortest path to an empty subtree
 */
record Heap<E>(E least, @Nullable Heap<E> left, @Nullable Heap<E> right, int rank, int size) {

  static <E> Heap<E> of(E element) {
    return new Heap<>(element, null, null, 1, 1);
  }

  /** All elements of {@code elements}, in O(size); null if there are none. */
  static <E> @Nullable Heap<E> of(List<E> elements, Comparator<? super E> order) {
    Deque<Heap<E>> heaps = new ArrayDeque<>(elements.size() + 1);
    elements.forEach(element -> heaps.add(of(element)));
    while (heaps.size() > 1) {
      heaps.add(merged(heaps.remove(), heaps.remove(), order));
    }
    return heaps.poll();
  }

  /** Merges two heaps; null if both are. */
  static <E> @Nullable Heap<E> merge(
      @Nullable Heap<E> a, @Nullable Heap<E> b, Comparator<? super E> order) {
    return a == null ? b : b == null ? a : merged(a, b, order);
  }

  private static <E> Heap<E> merged(Heap<E> a, Heap<E> b, Comparator<? super E> order) {
    boolean aFirst = order.compare(a.least, b.least) <= 0;
    Heap<E> first = aFirst ? a : b;
    Heap<E> second = aFirst ? b : a;
    Heap<E> rest = first.right == null ? second : merged(first.right, second, order);
    return leaning(first.least, first.left, rest);
  }

  /** Puts the heap of higher rank on the left, so the right spine is at most log₂ size long. */
  private static <E> Heap<E> leaning(E least, @Nullable Heap<E> a, Heap<E> b) {
    if (a == null) {
      return new Heap<>(least, b, null, 1, b.size + 1);
    }
    Heap<E> left = a.rank >= b.rank ? a : b;
    Heap<E> right = left == a ? b : a;
    return new Heap<>(least, left, right, right.rank + 1, a.size + b.size + 1);
  }

  /** This heap without its least element; null if that is the only one. */
  @Nullable Heap<E> withoutLeast(Comparator<? super E> order) {
    return merge(left, right, order);
  }

  /** The elements, the least one first and the others in no particular order. */
  List<E> elements() {
    List<E> elements = new ArrayList<>(size);
    Deque<Heap<E>> pending = new ArrayDeque<>();
    pending.push(this);
    while (!pending.isEmpty()) {
      Heap<E> heap = pending.pop();
      elements.add(heap.least);
      if (heap.right != null) {
        pending.push(heap.right);
      }
      if (heap.left != null) {
        pending.push(heap.left);
      }
    }
    return elements;
  }
}
