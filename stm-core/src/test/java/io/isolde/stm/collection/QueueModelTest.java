package io.isolde.stm.collection;

import io.isolde.checks.collection.ModelCheck;
import io.isolde.checks.collection.ModelCheck.Operation;
import io.isolde.stm.Stm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Random operations that are also applied to the JDK's own queues. */
class QueueModelTest {
  private static final int CAPACITY = 5;
  private static final int SEQUENCES = 2_000;
  private static final int STEPS = 30;

  private static <Q> Operation<Q> operation(String name, Function<Q, ?> action) {
    return new Operation<>(name, action);
  }

  /** An operation that every queue supports. */
  private static <Q extends Queue<Integer>> Operation<Q> queueOperation(Random random) {
    int i = random.nextInt(6);
    List<Integer> some = List.of(random.nextInt(6), i, random.nextInt(6));
    return switch (random.nextInt(16)) {
      case 0, 1, 2 -> operation("offer " + i, queue -> queue.offer(i));
      case 3 -> operation("add " + i, queue -> queue.add(i));
      case 4, 5, 6 -> operation("poll", Queue::poll);
      case 7 -> operation("remove", Queue::remove);
      case 8 -> operation("peek", Queue::peek);
      case 9 -> operation("element", Queue::element);
      case 10 -> operation("size", queue -> queue.size() + " " + queue.isEmpty());
      case 11 -> operation("remove " + i, queue -> queue.remove(i));
      case 12 -> operation("contains " + i, queue -> queue.contains(i));
      case 13 -> operation("removeAll " + some, queue -> queue.removeAll(some));
      case 14 -> operation("retainAll " + some, queue -> queue.retainAll(some));
      default -> random.nextBoolean() ? clearing() : addingAll(some);
    };
  }

  private static <Q extends Queue<Integer>> Operation<Q> clearing() {
    return operation(
        "clear",
        queue -> {
          queue.clear();
          return queue.size();
        });
  }

  /**
   * Adds elements if there is room for all: otherwise ours adds none, and the JDK's queues as many
   * as fit.
   */
  private static <Q extends Queue<Integer>> Operation<Q> addingAll(List<Integer> some) {
    return operation(
        "addAll " + some, queue -> queue.size() + some.size() <= CAPACITY && queue.addAll(some));
  }

  /** An operation that every queue with a known order supports. */
  private static <Q extends Queue<Integer>> Operation<Q> orderedOperation(Random random) {
    int index = random.nextInt(4);
    return switch (random.nextInt(5)) {
      case 0 -> operation("list", ArrayList::new);
      case 1 ->
          operation(
              "remove number " + index + " by iterator",
              queue -> removeByIterator(queue.iterator(), index, 1 + index % 2));
      default -> queueOperation(random);
    };
  }

  /** Removes elements in a row, the first one at {@code index}; returns what follows. */
  private static String removeByIterator(Iterator<Integer> iterator, int index, int count) {
    for (int i = 0; i < index; i++) {
      iterator.next();
    }
    for (int i = 0; i < count; i++) {
      iterator.next();
      iterator.remove();
    }
    List<Integer> rest = new ArrayList<>();
    iterator.forEachRemaining(rest::add);
    return rest.toString();
  }

  private static Operation<Deque<Integer>> dequeOperation(Random random) {
    int i = random.nextInt(6);
    int index = random.nextInt(4);
    return switch (random.nextInt(24)) {
      case 0, 1 -> operation("offerFirst " + i, deque -> deque.offerFirst(i));
      case 2, 3 -> operation("offerLast " + i, deque -> deque.offerLast(i));
      case 4, 5 -> operation("pollFirst", Deque::pollFirst);
      case 6, 7 -> operation("pollLast", Deque::pollLast);
      case 8 -> operation("peeks", deque -> deque.peekFirst() + " " + deque.peekLast());
      case 9 -> operation("getFirst", Deque::getFirst);
      case 10 -> operation("getLast", Deque::getLast);
      case 11 -> operation("removeFirst", Deque::removeFirst);
      case 12 -> operation("removeLast", Deque::removeLast);
      case 13 -> operation("pop", Deque::pop);
      case 14 -> operation("removeFirstOccurrence " + i, deque -> deque.removeFirstOccurrence(i));
      case 15 -> operation("removeLastOccurrence " + i, deque -> deque.removeLastOccurrence(i));
      case 16 -> operation("reversed list", deque -> new ArrayList<>(deque.reversed()));
      case 17 ->
          operation(
              "remove number " + index + " by descending iterator",
              deque -> removeByIterator(deque.descendingIterator(), index, 1 + index % 2));
      case 18 ->
          operation(
              "push " + i,
              deque -> {
                deque.push(i);
                return "pushed";
              });
      default -> orderedOperation(random);
    };
  }

  @Test
  void queue_besideArrayDeque_isTheSame() {
    ModelCheck.<Queue<Integer>>of(TQueue::new, ArrayDeque::new)
        .inside(body -> Stm.atomic(body::run))
        .copying(ArrayDeque::new)
        .comparing(List::copyOf)
        .generating(QueueModelTest::orderedOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void boundedQueue_besideLinkedBlockingQueue_isTheSame() {
    ModelCheck.<Queue<Integer>>of(
            () -> new TQueue<>(CAPACITY), () -> new LinkedBlockingQueue<>(CAPACITY))
        .inside(body -> Stm.atomic(body::run))
        .copying(queue -> copied(queue, new LinkedBlockingQueue<>(CAPACITY)))
        .comparing(List::copyOf)
        .generating(QueueModelTest::orderedOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void deque_besideArrayDeque_isTheSame() {
    ModelCheck.<Deque<Integer>>of(TDeque::new, ArrayDeque::new)
        .inside(body -> Stm.atomic(body::run))
        .copying(ArrayDeque::new)
        .comparing(List::copyOf)
        .generating(QueueModelTest::dequeOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void boundedDeque_besideLinkedBlockingDeque_isTheSame() {
    ModelCheck.<Deque<Integer>>of(
            () -> new TDeque<>(CAPACITY), () -> new LinkedBlockingDeque<>(CAPACITY))
        .inside(body -> Stm.atomic(body::run))
        .copying(deque -> copied(deque, new LinkedBlockingDeque<>(CAPACITY)))
        .comparing(List::copyOf)
        .generating(QueueModelTest::dequeOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void reversedDeque_besideReversedArrayDeque_isTheSame() {
    ModelCheck.<Deque<Integer>>of(
            () -> new TDeque<Integer>().reversed(), () -> new ArrayDeque<Integer>().reversed())
        .inside(body -> Stm.atomic(body::run))
        .copying(deque -> new ArrayDeque<>(deque.reversed()).reversed())
        .comparing(deque -> List.of(List.copyOf(deque), List.copyOf(deque.reversed())))
        .generating(QueueModelTest::dequeOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void priorityQueue_besidePriorityQueue_isTheSame() {
    ModelCheck.<Queue<Integer>>of(TPriorityQueue::new, PriorityQueue::new)
        .inside(body -> Stm.atomic(body::run))
        .copying(PriorityQueue::new)
        .comparing(queue -> queue.stream().sorted().toList())
        .generating(QueueModelTest::queueOperation)
        .run(SEQUENCES, STEPS);
  }

  @Test
  void reversedPriorityQueue_besidePriorityQueue_isTheSame() {
    ModelCheck.<Queue<Integer>>of(
            () -> new TPriorityQueue<>(Collections.reverseOrder()),
            () -> new PriorityQueue<>(Collections.reverseOrder()))
        .inside(body -> Stm.atomic(body::run))
        .copying(queue -> copied(queue, new PriorityQueue<>(Collections.reverseOrder())))
        .comparing(queue -> queue.stream().sorted().toList())
        .generating(QueueModelTest::queueOperation)
        .run(SEQUENCES, STEPS);
  }

  private static <Q extends Queue<Integer>> Q copied(Queue<Integer> from, Q to) {
    to.addAll(from);
    return to;
  }
}
