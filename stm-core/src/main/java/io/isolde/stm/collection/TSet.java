package io.isolde.stm.collection;

import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transactional hash set, backed by the keys of a {@link TMap}, whose guarantees and cost it
 * shares.
 *
 * <p>Inside a transaction, every method is part of it; outside, every method is a transaction of
 * its own, including {@code addAll}, {@code removeIf} and similar methods, whose functions may run
 * more than once. An iterator or a stream shows the elements as they were when it was made.
 * Transactions that use different elements do not conflict.
 *
 * <p>Thread-safe. Methods throw {@link NullPointerException} for a null element or function, and
 * then change nothing. Methods that write throw {@link IllegalStateException} in a {@code
 * snapshot}.
 *
 * @param <E> the type of elements, which must not change in a way that affects {@code equals}
 */
public final class TSet<E> extends AtomicSet<E> {
  private final TMap<E, Boolean> members;

  /** Makes an empty set. */
  public TSet() {
    this(new TMap<E, Boolean>());
  }

  /**
   * Makes an empty set with a name for messages and reports.
   *
   * @param <E> the type of elements
   * @param name need not be unique
   * @return the set
   */
  public static <E> TSet<E> named(String name) {
    return named(name, 0);
  }

  /**
   * Makes an empty set with a name for messages and reports, and with a table for about as many
   * elements as expected.
   *
   * @param <E> the type of elements
   * @param name need not be unique
   * @param expectedSize how many elements it may get; a hint
   * @return the set
   * @throws IllegalArgumentException if {@code expectedSize} is negative
   */
  public static <E> TSet<E> named(String name, int expectedSize) {
    return new TSet<>(TMap.<E, Boolean>named(name, expectedSize));
  }

  /**
   * Makes an empty set with a table for about as many elements as expected.
   *
   * @param expectedSize how many elements it may get; a hint
   * @throws IllegalArgumentException if {@code expectedSize} is negative
   */
  public TSet(int expectedSize) {
    this(new TMap<E, Boolean>(expectedSize));
  }

  private TSet(TMap<E, Boolean> members) {
    this.members = members;
  }

  /**
   * Makes a set of the elements of a collection.
   *
   * @param elements what to copy, at one instant if it is transactional
   * @throws NullPointerException if there is a null element
   */
  @SuppressWarnings("this-escape") // the class is final
  public TSet(Collection<? extends E> elements) {
    this(elements.size());
    addAll(elements);
  }

  @Override
  public boolean contains(@Nullable Object element) {
    return members.keySet().contains(element);
  }

  @Override
  public boolean add(E element) {
    return members.putIfAbsent(element, true) == null;
  }

  @Override
  public boolean remove(@Nullable Object element) {
    return members.keySet().remove(element);
  }

  @Override
  public void clear() {
    members.clear();
  }

  @Override
  public boolean isEmpty() {
    return members.isEmpty();
  }

  @Override
  public int size() {
    return members.size();
  }

  @Override
  public Iterator<E> iterator() {
    return members.keySet().iterator();
  }

  /**
   * An immutable copy of the elements of one instant, whose time and memory are proportional to the
   * number of buckets of the set, not of elements.
   *
   * @return the copy
   */
  public Set<E> snapshotOf() {
    return members.snapshotOf().keySet();
  }
}
