package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static java.util.Objects.requireNonNull;

import io.isolde.stm.Ref;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A transactional array: a fixed number of refs, numbered from 0.
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is atomic by itself;
 * an iterator shows the elements as they were when it was made. The method names are those of
 * {@link java.util.concurrent.atomic.AtomicReferenceArray}. Transactions that use different
 * elements do not conflict. Functions passed to a method may run more than once.
 *
 * <p>Thread-safe. Methods that take an index throw {@link IndexOutOfBoundsException} if there is no
 * such element, and methods that write throw {@link IllegalStateException} in a {@code snapshot};
 * in both cases nothing has changed. Elements may be null if {@code E} is nullable. Every operation
 * costs what it costs on refs.
 *
 * @param <E> the type of elements, which should be immutable
 */
public final class TArray<E extends @Nullable Object> implements Iterable<E> {
  private final Ref<E>[] refs;

  private TArray(List<? extends E> elements, RefFactory refs) {
    @SuppressWarnings({"unchecked", "rawtypes"}) // filled with such refs, here
    Ref<E>[] filled = new Ref[elements.size()];
    Arrays.setAll(filled, i -> refs.part(i).<E>ref(elements.get(i)));
    this.refs = filled;
  }

  /**
   * Makes an array of equal elements.
   *
   * @param length how many
   * @param element the value of each
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public TArray(int length, E element) {
    this(Collections.nCopies(length, element), RefFactory.UNNAMED);
  }

  /**
   * Makes an array of the elements of a collection, in the order of its iterator.
   *
   * @param elements what to copy, at one instant if it is transactional
   */
  public TArray(Collection<? extends E> elements) {
    this(copy(elements), RefFactory.UNNAMED);
  }

  @SuppressWarnings("unchecked") // the copy has the elements of the collection
  private static <E extends @Nullable Object> List<E> copy(Collection<? extends E> elements) {
    return (List<E>) Arrays.asList(elements.toArray());
  }

  /**
   * Makes an array of equal elements, with a name for messages and reports. Each ref has a name of
   * its own, such as {@code prices[3]}.
   *
   * @param <E> the type of elements
   * @param name need not be unique
   * @param length how many
   * @param element the value of each
   * @return the array
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public static <E extends @Nullable Object> TArray<E> named(String name, int length, E element) {
    return new TArray<>(Collections.nCopies(length, element), RefFactory.named(name));
  }

  /**
   * Makes an array of the elements of a collection, in the order of its iterator, with a name for
   * messages and reports. Each ref has a name of its own, such as {@code prices[3]}.
   *
   * @param <E> the type of elements
   * @param name need not be unique
   * @param elements what to copy, at one instant if it is transactional
   * @return the array
   */
  public static <E extends @Nullable Object> TArray<E> named(
      String name, Collection<? extends E> elements) {
    return new TArray<E>(copy(elements), RefFactory.named(name));
  }

  /**
   * The number of elements.
   *
   * @return always the same
   */
  public int length() {
    return refs.length;
  }

  /**
   * The ref that holds an element, for operations that a ref has and an array does not.
   *
   * @param index from 0
   * @return always the same for the same index
   */
  public Ref<E> ref(int index) {
    return refs[index];
  }

  /**
   * Reads an element, like {@link Ref#get}.
   *
   * @param index from 0
   * @return the element
   */
  public E get(int index) {
    return refs[index].get();
  }

  /**
   * Writes an element.
   *
   * @param index from 0
   * @param element the new one
   */
  public void set(int index, E element) {
    refs[index].set(element);
  }

  /**
   * Writes an element and returns the one before.
   *
   * @param index from 0
   * @param element the new one
   * @return the one before
   */
  public E getAndSet(int index, E element) {
    return refs[index].getAndSet(element);
  }

  /**
   * Writes an element if the present one is {@code expected} (by identity).
   *
   * @param index from 0
   * @param expected the element to replace
   * @param element the new one
   * @return whether it was replaced
   */
  public boolean compareAndSet(int index, E expected, E element) {
    return refs[index].compareAndSet(expected, element);
  }

  /**
   * Applies {@code function} to an element and returns the one before.
   *
   * @param index from 0
   * @param function from the present element to the new one
   * @return the one before
   */
  public E getAndUpdate(int index, UnaryOperator<E> function) {
    return refs[index].getAndUpdate(function);
  }

  /**
   * Applies {@code function} to an element and returns the new one.
   *
   * @param index from 0
   * @param function from the present element to the new one
   * @return the new one
   */
  public E updateAndGet(int index, UnaryOperator<E> function) {
    return refs[index].updateAndGet(function);
  }

  /**
   * Combines an element with {@code operand} and returns the element before.
   *
   * @param index from 0
   * @param operand the second argument of {@code function}
   * @param function from the present element and {@code operand} to the new one
   * @return the one before
   */
  public E getAndAccumulate(int index, E operand, BinaryOperator<E> function) {
    return refs[index].getAndAccumulate(operand, function);
  }

  /**
   * Combines an element with {@code operand} and returns the new element.
   *
   * @param index from 0
   * @param operand the second argument of {@code function}
   * @param function from the present element and {@code operand} to the new one
   * @return the new one
   */
  public E accumulateAndGet(int index, E operand, BinaryOperator<E> function) {
    return refs[index].accumulateAndGet(operand, function);
  }

  /**
   * The elements of one instant.
   *
   * @return an iterator that cannot remove
   */
  @Override
  public Iterator<E> iterator() {
    return asList().iterator();
  }

  /**
   * This array as a list: a live view of fixed length, like that of {@link Arrays#asList}, which
   * writes through. All its methods are atomic, including {@code sort}, {@code replaceAll} and
   * those of its sublists.
   *
   * @return the view
   */
  public List<E> asList() {
    return new View(0, refs.length);
  }

  /**
   * An immutable copy of the elements of one instant.
   *
   * @return the copy
   */
  public List<E> snapshotOf() {
    return Collections.unmodifiableList(new View(0, refs.length).copy());
  }

  /** The elements of one instant, as a list shows them. */
  @Override
  public String toString() {
    return asList().toString();
  }

  /** The elements from {@code offset} on. */
  private final class View extends AbstractList<E> implements RandomAccess {
    private final int offset;
    private final int size;

    View(int offset, int size) {
      this.offset = offset;
      this.size = size;
    }

    @Override
    public int size() {
      return size;
    }

    private int checked(int index) {
      return offset + Objects.checkIndex(index, size);
    }

    @Override
    public E get(int index) {
      return TArray.this.get(checked(index));
    }

    @Override
    public E set(int index, E element) {
      return getAndSet(checked(index), element);
    }

    @Override
    public List<E> subList(int from, int to) {
      Objects.checkFromToIndex(from, to, size);
      return new View(offset + from, to - from);
    }

    Copy copy() {
      return snapshot(() -> new Copy(this));
    }

    @Override
    public Iterator<E> iterator() {
      return copy().iterator();
    }

    @Override
    public ListIterator<E> listIterator(int index) {
      return copy().listIterator(index);
    }

    @Override
    public Spliterator<E> spliterator() {
      return Spliterators.spliterator(toArray(), Spliterator.ORDERED);
    }

    @Override
    public boolean containsAll(Collection<?> elements) {
      return snapshot(() -> super.containsAll(elements));
    }

    @Override
    public void sort(@Nullable Comparator<? super E> order) {
      atomic(() -> super.sort(order));
    }

    @Override
    public void replaceAll(UnaryOperator<E> function) {
      requireNonNull(function, "function");
      atomic(
          () -> {
            for (int i = 0; i < size; i++) {
              set(i, function.apply(get(i)));
            }
          });
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return snapshot(() -> super.equals(other));
    }

    @Override
    public int hashCode() {
      return snapshot(() -> super.hashCode());
    }
  }

  /**
   * The elements of one instant, for an iterator; elements that it sets are also written to the
   * array.
   */
  private final class Copy extends AbstractList<E> implements RandomAccess {
    private final View view;
    private final Object[] elements;

    /** Must be called in a transaction. */
    Copy(View view) {
      this.view = view;
      this.elements = new Object[view.size];
      Arrays.setAll(elements, view::get);
    }

    @Override
    public int size() {
      return elements.length;
    }

    @SuppressWarnings("unchecked") // only such elements are in it
    @Override
    public E get(int index) {
      return (E) elements[index];
    }

    @Override
    public E set(int index, E element) {
      E before = view.set(index, element);
      elements[index] = element;
      return before;
    }
  }
}
