package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A double-ended queue to which transactions add, and from which they remove, elements at both
 * ends: a {@link BlockingDeque}, bounded or unbounded.
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is a transaction of
 * its own, including those for many elements; iterators and streams show the deque as it was when
 * they were made. The put and take methods wait by {@link Stm#retry}, so inside transactions they
 * can be alternatives of {@code Stm.orElse}, and the transaction's timeout bounds the wait; the
 * methods with a timeout of their own can be used only outside.
 *
 * <p><b>What conflicts.</b> Operations at the same end conflict. Operations at opposite ends
 * conflict only when one of them has used up the elements, or the room, at its end and takes over
 * half of the other end's. Operations that look at or remove elements in between conflict with
 * every change.
 *
 * <p><b>Order.</b> A change wakes the waiting thread that has waited longest; another thread that
 * arrives at that moment may still be faster.
 *
 * <p><b>Cost.</b> Adding and removing each read and write one ref, and allocate at most 40 bytes. A
 * removal that finds nothing at its end costs O(size), which is O(1) for each element if the deque
 * is used as a stack or a queue; transactions that are rolled back and repeat the removal pay this
 * cost again. Where elements enter at one end and leave at the other, {@link TQueue} conflicts
 * less.
 *
 * <p>Thread-safe. Null elements are refused with {@link NullPointerException}. Compared by
 * identity, like the JDK's queues.
 *
 * @param <E> the type of the elements
 */
public final class TDeque<E> extends TransactionalQueue<E> implements BlockingDeque<E> {
  /*
   * Goal: the two ends are different refs; one written ref for each operation.
   *
   * Idea. Two stacks, bottom to bottom, one for each end. An operation pushes on the near stack or
   * pops from it. If the near stack is empty, half of the far stack, from its bottom, becomes the
   * near stack. The free room is shared in the same way: each end owns a part of it, and a push
   * that has used up its own part takes half of the other's.
   *
   * Invariants:
   *  I1  The elements are those of front from top to bottom, then those of back from bottom to top.
   *  I2  back.position − front.position = size.
   *  I3  front.limit ≤ front.position, back.position ≤ back.limit, and back.limit − front.limit =
   *      capacity. So an end that stays within its limit need not look at the other.
   *
   * Rejected. Nodes with two refs: no conflict at all between the ends of a long deque, but two
   * written refs in each operation and 80 more bytes for each element.
   */
  private final End<E> front;
  private final End<E> back;

  /**
   * One end of the deque: the ref with its stack, and the direction of a push.
   *
   * @param stack what is on this side
   * @param step -1 at the front, 1 at the back
   */
  private record End<E>(Ref<PersistentStack<E>> stack, int step) {}

  /** Makes an empty deque without a bound. */
  public TDeque() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Makes an empty deque.
   *
   * @param capacity the maximum number of elements
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public TDeque(int capacity) {
    this(capacity, List.of(), RefFactory.UNNAMED);
  }

  /**
   * Makes a deque without a bound.
   *
   * @param elements the initial elements, in order
   * @throws NullPointerException if one of {@code elements} is null
   */
  public TDeque(Collection<? extends E> elements) {
    this(Integer.MAX_VALUE, List.copyOf(elements), RefFactory.UNNAMED);
  }

  /**
   * Makes an empty deque without a bound, with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @return the deque
   */
  public static <E> TDeque<E> named(String name) {
    return named(name, Integer.MAX_VALUE);
  }

  /**
   * Makes an empty deque with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @param capacity the maximum number of elements
   * @return the deque
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public static <E> TDeque<E> named(String name, int capacity) {
    return new TDeque<>(capacity, List.of(), RefFactory.named(name));
  }

  private TDeque(int capacity, List<E> elements, RefFactory refs) {
    super(capacity);
    long backLimit = elements.size() + (capacity - elements.size() + 1L) / 2;
    PersistentStack<E> none = PersistentStack.empty(0, backLimit);
    this.front =
        new End<>(refs.part("front").ref(PersistentStack.empty(0, backLimit - capacity)), -1);
    this.back = new End<>(refs.part("back").ref(none.pushAll(elements, 1)), 1);
  }

  // ---- both ends alike ----

  private boolean tryAdd(E element, End<E> near, End<E> far) {
    PersistentStack<E> stack = near.stack.get();
    if (stack.isAtLimit()) {
      stack = withHalfOfTheRoom(stack, near, far);
      if (stack.isAtLimit()) {
        return false;
      }
    }
    near.stack.set(stack.push(element, near.step));
    return true;
  }

  /** Keeps I3. If there is no room, nothing changes. */
  private PersistentStack<E> withHalfOfTheRoom(PersistentStack<E> stack, End<E> near, End<E> far) {
    PersistentStack<E> other = far.stack.get();
    long room = capacity() - Math.abs(stack.position - other.position);
    if (room == 0) {
      return stack;
    }
    long limit = stack.position + near.step * ((room + 1) / 2);
    far.stack.set(other.withLimit(limit - (long) near.step * capacity()));
    return stack.withLimit(limit);
  }

  private @Nullable E tryRemove(End<E> near, End<E> far) {
    PersistentStack<E> stack = near.stack.get();
    if (stack.isEmpty()) {
      stack = withHalfOfTheElements(stack, near, far);
    }
    if (!stack.isEmpty()) {
      near.stack.set(stack.pop());
    }
    return stack.top();
  }

  /** Moves the border between the stacks. If there are no elements, nothing changes. */
  private PersistentStack<E> withHalfOfTheElements(
      PersistentStack<E> stack, End<E> near, End<E> far) {
    PersistentStack<E> other = far.stack.get();
    if (other.isEmpty()) {
      return stack;
    }
    List<E> elements = other.fromTop();
    int kept = elements.size() / 2;
    long border = other.position - (long) far.step * kept;
    far.stack.set(
        PersistentStack.<E>empty(border, other.limit)
            .pushAll(elements.subList(0, kept).reversed(), far.step));
    return PersistentStack.<E>empty(border, stack.limit)
        .pushAll(elements.subList(kept, elements.size()), near.step);
  }

  private @Nullable E peek(End<E> near, End<E> far) {
    E first = near.stack.get().top();
    return first != null ? first : Atomically.<@Nullable E>read(() -> outermost(near, far));
  }

  private @Nullable E outermost(End<E> near, End<E> far) {
    E first = near.stack.get().top();
    return first != null ? first : far.stack.get().bottom();
  }

  private boolean offer(E element, End<E> near, End<E> far) {
    Objects.requireNonNull(element, "element");
    return Atomically.run(() -> tryAdd(element, near, far));
  }

  private void add(E element, End<E> near, End<E> far) {
    if (!offer(element, near, far)) {
      throw new IllegalStateException("the deque is full");
    }
  }

  private void put(E element, End<E> near, End<E> far) throws InterruptedException {
    Objects.requireNonNull(element, "element");
    boolean unused = Atomically.await(() -> addOrRetry(element, near, far));
  }

  private boolean offer(E element, long timeout, TimeUnit unit, End<E> near, End<E> far)
      throws InterruptedException {
    Objects.requireNonNull(element, "element");
    return Atomically.await(timeout, unit, () -> addOrRetry(element, near, far)) != null;
  }

  private boolean addOrRetry(E element, End<E> near, End<E> far) {
    Stm.check(tryAdd(element, near, far));
    return true;
  }

  private @Nullable E poll(End<E> near, End<E> far) {
    return Atomically.<@Nullable E>run(() -> tryRemove(near, far));
  }

  private E take(End<E> near, End<E> far) throws InterruptedException {
    return Atomically.await(() -> removeOrRetry(near, far));
  }

  private @Nullable E poll(long timeout, TimeUnit unit, End<E> near, End<E> far)
      throws InterruptedException {
    return Atomically.await(timeout, unit, () -> removeOrRetry(near, far));
  }

  private E removeOrRetry(End<E> near, End<E> far) {
    E element = tryRemove(near, far);
    if (element == null) {
      throw Stm.retry();
    }
    return element;
  }

  private static <E> E required(@Nullable E element) {
    if (element == null) {
      throw new NoSuchElementException("the deque is empty");
    }
    return element;
  }

  // ---- as a queue ----

  @Override
  boolean tryAdd(E element) {
    return tryAdd(element, back, front);
  }

  @Override
  @Nullable E tryRemove() {
    return tryRemove(front, back);
  }

  boolean tryAddFirst(E element) {
    return tryAdd(element, front, back);
  }

  @Nullable E tryRemoveLast() {
    return tryRemove(back, front);
  }

  @Override
  public @Nullable E peek() {
    return peek(front, back);
  }

  @Override
  public int size() {
    return Atomically.read(() -> (int) (end() - start()));
  }

  @Override
  long start() {
    return front.stack.get().position;
  }

  long end() {
    return back.stack.get().position;
  }

  @Override
  List<E> contents() {
    List<E> elements = new ArrayList<>(front.stack.get().fromTop());
    elements.addAll(back.stack.get().fromBottom());
    return elements;
  }

  @Override
  void replaceBy(List<E> elements) {
    int atFront = elements.size() / 2;
    PersistentStack<E> before = back.stack.get();
    long border = before.position - (elements.size() - atFront);
    back.stack.set(
        PersistentStack.<E>empty(border, before.limit)
            .pushAll(elements.subList(atFront, elements.size()), back.step));
    front.stack.set(
        PersistentStack.<E>empty(border, front.stack.get().limit)
            .pushAll(elements.subList(0, atFront).reversed(), front.step));
  }

  // ---- the first element ----

  /**
   * Adds an element before all others.
   *
   * @throws IllegalStateException if the deque is full; nothing has changed
   */
  @Override
  public void addFirst(E element) {
    add(element, front, back);
  }

  /**
   * Adds an element before all others if the deque is not full.
   *
   * @return false if the deque is full; nothing has changed
   */
  @Override
  public boolean offerFirst(E element) {
    return offer(element, front, back);
  }

  /**
   * Adds an element before all others; waits while the deque is full, like {@link #put}.
   *
   * @throws InterruptedException as {@link #put}
   */
  @Override
  public void putFirst(E element) throws InterruptedException {
    put(element, front, back);
  }

  /**
   * Adds an element before all others; waits while the deque is full, but not longer than the
   * timeout, like {@link #offer(Object, long, TimeUnit)}.
   *
   * @return false if the timeout passed; nothing has changed
   * @throws InterruptedException as {@link #put}
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public boolean offerFirst(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return offer(element, timeout, unit, front, back);
  }

  /**
   * Removes and returns the first element.
   *
   * @throws NoSuchElementException if the deque is empty
   */
  @Override
  public E removeFirst() {
    return required(pollFirst());
  }

  /**
   * Removes and returns the first element.
   *
   * @return null if the deque is empty
   */
  @Override
  public @Nullable E pollFirst() {
    return poll(front, back);
  }

  /**
   * Removes and returns the first element; waits while the deque is empty, like {@link #take}.
   *
   * @throws InterruptedException as {@link #take}
   */
  @Override
  public E takeFirst() throws InterruptedException {
    return take(front, back);
  }

  /**
   * Removes and returns the first element; waits while the deque is empty, but not longer than the
   * timeout, like {@link #poll(long, TimeUnit)}.
   *
   * @return null if the timeout passed
   * @throws InterruptedException as {@link #take}
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public @Nullable E pollFirst(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(timeout, unit, front, back);
  }

  /**
   * Returns the first element without removing it.
   *
   * @throws NoSuchElementException if the deque is empty
   */
  @Override
  public E getFirst() {
    return required(peekFirst());
  }

  /**
   * Returns the first element without removing it.
   *
   * @return null if the deque is empty
   */
  @Override
  public @Nullable E peekFirst() {
    return peek(front, back);
  }

  // ---- the last element ----

  /**
   * Adds an element after all others.
   *
   * @throws IllegalStateException if the deque is full; nothing has changed
   */
  @Override
  public void addLast(E element) {
    add(element, back, front);
  }

  /**
   * Adds an element after all others if the deque is not full.
   *
   * @return false if the deque is full; nothing has changed
   */
  @Override
  public boolean offerLast(E element) {
    return offer(element, back, front);
  }

  /**
   * Adds an element after all others; waits while the deque is full, like {@link #put}.
   *
   * @throws InterruptedException as {@link #put}
   */
  @Override
  public void putLast(E element) throws InterruptedException {
    put(element, back, front);
  }

  /**
   * Adds an element after all others; waits while the deque is full, but not longer than the
   * timeout, like {@link #offer(Object, long, TimeUnit)}.
   *
   * @return false if the timeout passed; nothing has changed
   * @throws InterruptedException as {@link #put}
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public boolean offerLast(E element, long timeout, TimeUnit unit) throws InterruptedException {
    return offer(element, timeout, unit, back, front);
  }

  /**
   * Removes and returns the last element.
   *
   * @throws NoSuchElementException if the deque is empty
   */
  @Override
  public E removeLast() {
    return required(pollLast());
  }

  /**
   * Removes and returns the last element.
   *
   * @return null if the deque is empty
   */
  @Override
  public @Nullable E pollLast() {
    return poll(back, front);
  }

  /**
   * Removes and returns the last element; waits while the deque is empty, like {@link #take}.
   *
   * @throws InterruptedException as {@link #take}
   */
  @Override
  public E takeLast() throws InterruptedException {
    return take(back, front);
  }

  /**
   * Removes and returns the last element; waits while the deque is empty, but not longer than the
   * timeout, like {@link #poll(long, TimeUnit)}.
   *
   * @return null if the timeout passed
   * @throws InterruptedException as {@link #take}
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  @Override
  public @Nullable E pollLast(long timeout, TimeUnit unit) throws InterruptedException {
    return poll(timeout, unit, back, front);
  }

  /**
   * Returns the last element without removing it.
   *
   * @throws NoSuchElementException if the deque is empty
   */
  @Override
  public E getLast() {
    return required(peekLast());
  }

  /**
   * Returns the last element without removing it.
   *
   * @return null if the deque is empty
   */
  @Override
  public @Nullable E peekLast() {
    return peek(back, front);
  }

  // ---- as a stack, whose top is the first element ----

  /** Adds an element before all others, like {@link #addFirst}. */
  @Override
  public void push(E element) {
    addFirst(element);
  }

  /** Removes and returns the first element, like {@link #removeFirst}. */
  @Override
  public E pop() {
    return removeFirst();
  }

  // ---- elements in between ----

  /**
   * Removes the first element that equals {@code object}. Costs O(size).
   *
   * @return whether there was one
   */
  @Override
  public boolean removeFirstOccurrence(@Nullable Object object) {
    return remove(object);
  }

  /**
   * Removes the last element that equals {@code object}. Costs O(size).
   *
   * @return whether there was one
   */
  @Override
  public boolean removeLastOccurrence(@Nullable Object object) {
    return change(elements -> elements.reversed().remove(object));
  }

  /**
   * An iterator from the last element to the first; otherwise like {@link #iterator}.
   *
   * @return the iterator
   */
  @Override
  public Iterator<E> descendingIterator() {
    return Atomically.read(
        () -> SnapshotIterator.descending(contents().reversed(), end() - 1, this::removeSame));
  }

  /**
   * A live view of this deque from the last element to the first, whose methods give the same
   * guarantees as those of the deque itself.
   *
   * @return the view
   */
  @Override
  public Deque<E> reversed() {
    return new ReversedDeque<>(this);
  }
}
