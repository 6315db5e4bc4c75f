package io.isolde.stm.collection;

import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A first-in-first-out queue to which transactions add and from which they remove elements: a
 * {@link java.util.concurrent.BlockingQueue}, bounded or unbounded.
 *
 * {@snippet file="io/isolde/stm/examples/QueueTest.java" region="move"}
 *
 * <p>Inside a transaction, every method is part of it. Outside, every method is a transaction of
 * its own, including those for many elements; iterators and streams show the queue as it was when
 * they were made. {@link #put} and {@link #take} wait by {@link io.isolde.stm.Stm#retry}, so inside
 * transactions they can be alternatives of {@code Stm.orElse}, and the transaction's timeout bounds
 * the wait; the methods with a timeout of their own can be used only outside.
 *
 * <p><b>What conflicts.</b> Puts conflict with puts, and takes with takes. A put and a take
 * conflict only when consumers have used up the elements at hand, once for all the elements that
 * producers have put in the meantime; and, in a bounded queue, when a producer has used up the room
 * that it knew of. Operations that look at or remove elements other than the head conflict with
 * every change.
 *
 * <p><b>Order.</b> Elements leave in the order in which the transactions that put them took effect.
 * A change wakes the waiting thread that has waited longest; another thread that arrives at that
 * moment may still be faster.
 *
 * <p><b>Cost.</b> A put and a take each read and write one ref, and allocate 40 bytes. A take that
 * finds nothing at hand turns over the elements that have been put since, so it costs O(size),
 * which is O(1) for each element; transactions that are rolled back and repeat the take pay this
 * cost again.
 *
 * <p>Thread-safe. Null elements are refused with {@link NullPointerException}. Compared by
 * identity, like the JDK's queues.
 *
 * @param <E> the type of the elements
 */
public final class TQueue<E> extends TransactionalQueue<E> {
  /*
   * Goal: producers and consumers write different refs; one written ref for each put and take.
   *
   * Idea. Two stacks, bottom to bottom. Producers push on `back`, consumers pop from `front`. A
   * consumer that finds `front` empty turns the whole of `back` over and leaves `back` empty.
   *
   * Invariants:
   *  I1  The elements are those of front from top to bottom, then those of back from bottom to top.
   *  I2  front.position = elements ever removed, back.position = elements ever added; so the size
   *      is their difference. Removal from the middle moves the elements before it up by one.
   *  I3  back.limit ≤ front.position + capacity. As front.position only grows, a producer may push
   *      up to the limit without reading front, and reads it once for each limit that it reaches.
   *
   * Alone. Outside a transaction, a put below the limit is a compare-and-set of back, and a take
   * from a front that is not empty is a compare-and-set of front: by I1 and I3 they need not know
   * the other side. A stack is immutable, so it does not matter whether the ref held another one in
   * between (ABA).
   *
   * Progress. A consumer that turns a long back over may lose to producers; the engine then gives
   * it priority.
   *
   * Rejected. A linked list with a ref in each node: no conflict except on an empty queue, but two
   * written refs in a put and 40 more bytes for each element. A ref with the size: every put would
   * conflict with every take.
   */
  private static final int SPINS = Runtime.getRuntime().availableProcessors() == 1 ? 0 : 100;

  private final Ref<PersistentStack<E>> front;
  private final Ref<PersistentStack<E>> back;

  /** Makes an empty queue without a bound. */
  public TQueue() {
    this(Integer.MAX_VALUE);
  }

  /**
   * Makes an empty queue.
   *
   * @param capacity the maximum number of elements
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public TQueue(int capacity) {
    this(capacity, List.of(), RefFactory.UNNAMED);
  }

  /**
   * Makes a queue without a bound.
   *
   * @param elements the initial elements, in order
   * @throws NullPointerException if one of {@code elements} is null
   */
  public TQueue(Collection<? extends E> elements) {
    this(Integer.MAX_VALUE, List.copyOf(elements), RefFactory.UNNAMED);
  }

  /**
   * Makes an empty queue without a bound, with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @return the queue
   */
  public static <E> TQueue<E> named(String name) {
    return named(name, Integer.MAX_VALUE);
  }

  /**
   * Makes an empty queue with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @param capacity the maximum number of elements
   * @return the queue
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public static <E> TQueue<E> named(String name, int capacity) {
    return new TQueue<>(capacity, List.of(), RefFactory.named(name));
  }

  TQueue(int capacity, List<E> elements, RefFactory refs) {
    super(capacity);
    PersistentStack<E> none = PersistentStack.empty(0, capacity);
    this.front = refs.part("front").ref(PersistentStack.empty(0, 0));
    this.back = refs.part("back").ref(none.pushAll(elements, 1));
  }

  @Override
  boolean tryAdd(E element) {
    PersistentStack<E> stack = back.get();
    if (stack.isAtLimit()) {
      stack = stack.withLimit(front.get().position + capacity());
      if (stack.isAtLimit()) {
        return false;
      }
    }
    back.set(stack.push(element, 1));
    return true;
  }

  @Override
  boolean addAlone(E element) {
    PersistentStack<E> stack = back.get();
    return !stack.isAtLimit() && back.compareAndSet(stack, stack.push(element, 1));
  }

  @Override
  @Nullable E removeAlone() {
    PersistentStack<E> stack = front.get();
    return !stack.isEmpty() && front.compareAndSet(stack, stack.pop()) ? stack.top() : null;
  }

  @Override
  @Nullable E tryRemove() {
    PersistentStack<E> stack = front.get();
    if (stack.isEmpty()) {
      stack = turnOver(stack);
    }
    if (!stack.isEmpty()) {
      front.set(stack.pop());
    }
    return stack.top();
  }

  /** Takes all elements from the back; returns them as the new front. */
  private PersistentStack<E> turnOver(PersistentStack<E> emptyFront) {
    PersistentStack<E> stack = back.get();
    if (stack.isEmpty()) {
      return emptyFront;
    }
    back.set(PersistentStack.empty(stack.position, stack.limit));
    return stack.turnedOver();
  }

  @Override
  public E take() throws InterruptedException {
    if (!Stm.inTransaction()) {
      spinWhileEmpty();
    }
    return super.take();
  }

  /** Spins for about a microsecond; parking and unparking take many. */
  private void spinWhileEmpty() {
    for (int i = 0; i < SPINS && front.get().isEmpty() && back.get().isEmpty(); i++) {
      Thread.onSpinWait();
    }
  }

  @Override
  public @Nullable E peek() {
    E first = front.get().top();
    return first != null ? first : Atomically.<@Nullable E>read(this::head);
  }

  private @Nullable E head() {
    E first = front.get().top();
    return first != null ? first : back.get().bottom();
  }

  @Override
  public int size() {
    return Atomically.read(() -> (int) (back.get().position - start()));
  }

  @Override
  long start() {
    return front.get().position;
  }

  @Override
  List<E> contents() {
    List<E> elements = new ArrayList<>(front.get().fromTop());
    elements.addAll(back.get().fromBottom());
    return elements;
  }

  @Override
  void replaceBy(List<E> elements) {
    PersistentStack<E> stack = back.get();
    PersistentStack<E> emptyBack = PersistentStack.empty(stack.position, stack.limit);
    back.set(emptyBack);
    front.set(emptyBack.pushAll(elements.reversed(), -1));
  }
}
