package io.isolde.stm.collection;

import java.util.Collection;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * A transactional sorted set: {@link java.util.concurrent.ConcurrentSkipListSet} with transactions.
 *
 * <p>What {@link TSortedMap} says about its keys, transactions, conflicts, iteration, views, cost
 * and exceptions applies to the elements here. Unlike in the JDK's class, the methods for many
 * elements are atomic as well.
 *
 * <p>Thread-safe. Null is refused with {@link NullPointerException}.
 *
 * @param <E> the type of the elements, which should be immutable
 */
public final class TSortedSet<E> extends SortedKeys<E, Boolean> {
  /** Makes an empty set in the natural order of its elements. */
  public TSortedSet() {
    this(new TSortedMap<>());
  }

  /**
   * Makes an empty set.
   *
   * @param comparator the order of the elements; null for the natural order
   */
  public TSortedSet(@Nullable Comparator<? super E> comparator) {
    this(new TSortedMap<>(comparator));
  }

  /**
   * Makes a set in the natural order of its elements.
   *
   * @param elements the initial elements
   * @throws ClassCastException if an element cannot be compared
   * @throws NullPointerException if an element is null
   */
  public TSortedSet(Collection<? extends E> elements) {
    this();
    addAll(elements);
  }

  /**
   * Makes a set in the order of another one.
   *
   * @param elements the initial elements, and their order
   * @throws NullPointerException if an element is null
   */
  public TSortedSet(SortedSet<E> elements) {
    this(elements.comparator());
    addAll(elements);
  }

  /**
   * Makes an empty set in the natural order of its elements, with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @return the set
   */
  public static <E> TSortedSet<E> named(String name) {
    return named(name, null);
  }

  /**
   * Makes an empty set with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @param comparator the order of the elements; null for the natural order
   * @return the set
   */
  public static <E> TSortedSet<E> named(String name, @Nullable Comparator<? super E> comparator) {
    return new TSortedSet<>(TSortedMap.<E, Boolean>named(name, comparator));
  }

  private TSortedSet(TSortedMap<E, Boolean> map) {
    super(map);
  }

  @Override
  TSortedSet<E> of(TSortedMap<E, Boolean> view) {
    return new TSortedSet<>(view);
  }

  @Override
  public boolean add(E element) {
    return map.putIfAbsent(element, Boolean.TRUE) == null;
  }

  /**
   * The content of this instant, as an immutable set. Takes time and space proportional to a
   * fraction of the elements, as little as a 20th in a large set, since the elements are shared.
   *
   * @return a set that refuses changes with {@link UnsupportedOperationException}
   */
  public NavigableSet<E> snapshotOf() {
    return map.snapshotOf().navigableKeySet();
  }
}
