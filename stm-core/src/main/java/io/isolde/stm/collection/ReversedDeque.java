package io.isolde.stm.collection;

import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A live view of a deque from its other end, in which every method is atomic as well. (The JDK's
 * view would add and remove many elements one by one.) Thread-safe.
 */
final class ReversedDeque<E> extends TransactionalQueue<E> implements Deque<E> {
  private final TDeque<E> deque;

  ReversedDeque(TDeque<E> deque) {
    super(deque.capacity());
    this.deque = deque;
  }

  @Override
  public Deque<E> reversed() {
    return deque;
  }

  // ---- as a queue ----

  @Override
  boolean tryAdd(E element) {
    return deque.tryAddFirst(element);
  }

  @Override
  @Nullable E tryRemove() {
    return deque.tryRemoveLast();
  }

  @Override
  List<E> contents() {
    return new ArrayList<>(deque.contents().reversed());
  }

  /** Positions ascend from the last element, which has the highest one in the deque itself. */
  @Override
  long start() {
    return 1 - deque.end();
  }

  @Override
  void replaceBy(List<E> elements) {
    deque.replaceBy(elements.reversed());
  }

  @Override
  public int size() {
    return deque.size();
  }

  @Override
  public Iterator<E> iterator() {
    return deque.descendingIterator();
  }

  @Override
  public Iterator<E> descendingIterator() {
    return deque.iterator();
  }

  // ---- the first element ----

  @Override
  public void addFirst(E element) {
    deque.addLast(element);
  }

  @Override
  public boolean offerFirst(E element) {
    return deque.offerLast(element);
  }

  @Override
  public E removeFirst() {
    return deque.removeLast();
  }

  @Override
  public @Nullable E pollFirst() {
    return deque.pollLast();
  }

  @Override
  public E getFirst() {
    return deque.getLast();
  }

  @Override
  public @Nullable E peekFirst() {
    return deque.peekLast();
  }

  @Override
  public @Nullable E peek() {
    return deque.peekLast();
  }

  @Override
  public void push(E element) {
    deque.addLast(element);
  }

  @Override
  public E pop() {
    return deque.removeLast();
  }

  @Override
  public boolean removeFirstOccurrence(@Nullable Object object) {
    return deque.removeLastOccurrence(object);
  }

  // ---- the last element ----

  @Override
  public void addLast(E element) {
    deque.addFirst(element);
  }

  @Override
  public boolean offerLast(E element) {
    return deque.offerFirst(element);
  }

  @Override
  public E removeLast() {
    return deque.removeFirst();
  }

  @Override
  public @Nullable E pollLast() {
    return deque.pollFirst();
  }

  @Override
  public E getLast() {
    return deque.getFirst();
  }

  @Override
  public @Nullable E peekLast() {
    return deque.peekFirst();
  }

  @Override
  public boolean removeLastOccurrence(@Nullable Object object) {
    return deque.removeFirstOccurrence(object);
  }
}
