package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which operations conflict and which do not: another thread does the second from start to end
 * while the transaction of the first is open.
 */
class QueueConflictTest {
  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** The attempts that {@code first} needs if {@code second} happens during the first of them. */
  private static int attempts(Runnable first, Runnable second) {
    LongRef written = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              first.run();
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(second::run);
              }
              written.increment(); // without a write, the transaction could not lose
              return Transaction.current().attempt();
            });
    assertThat(written.get()).isEqualTo(1);
    return attempts;
  }

  private static void assertNoConflict(Runnable a, Runnable b) {
    assertThat(attempts(a, b)).isEqualTo(1);
    assertThat(attempts(b, a)).isEqualTo(1);
  }

  private static void assertConflict(Runnable a, Runnable b) {
    assertThat(attempts(a, b)).isEqualTo(2);
  }

  // ---- TQueue ----

  @Test
  void putAndTake_withElementsAtHand_doNotConflict() {
    TQueue<Integer> queue = new TQueue<>(numbers(10));
    queue.remove();
    assertNoConflict(() -> queue.add(10), queue::remove);
    assertNoConflict(() -> queue.add(11), queue::peek);
    assertNoConflict(() -> queue.add(12), () -> assertThat(queue.isEmpty()).isFalse());
    assertThat(queue).hasSize(13);
  }

  @Test
  void putAndTake_ofABoundedQueueWithRoomToSpare_doNotConflict() {
    TQueue<Integer> queue = new TQueue<>(20);
    queue.addAll(numbers(10));
    queue.remove();
    assertNoConflict(() -> queue.add(10), queue::remove);
  }

  /** Producers of a bounded queue look at consumers only now and then, not with each element. */
  @Test
  void puts_intoABoundedQueue_conflictWithTakesOncePerRound() {
    int capacity = 10;
    TQueue<Integer> queue = new TQueue<>(capacity);
    queue.addAll(numbers(capacity / 2));
    int lost = 0;
    for (int i = 0; i < 10 * capacity; i++) {
      lost += attempts(() -> queue.add(0), queue::remove) - 1;
    }
    assertThat(lost).isLessThanOrEqualTo(10 * capacity / (capacity / 2) * 2);
    assertThat(queue).hasSize(capacity / 2);
  }

  @Test
  void take_ofTheLastElementAtHand_isNoConflictEither() {
    TQueue<Integer> queue = new TQueue<>(numbers(2));
    queue.remove();
    assertThat(attempts(() -> queue.add(2), queue::remove)).isEqualTo(1);
    assertThat(queue).containsExactly(2);
  }

  // ---- TDeque ----

  @Test
  void oppositeEnds_ofALongDeque_doNotConflict() {
    TDeque<Integer> deque = new TDeque<>(numbers(10));
    deque.removeFirst();
    assertNoConflict(deque::removeFirst, deque::removeLast);
    assertNoConflict(() -> deque.addFirst(1), () -> deque.addLast(1));
    assertNoConflict(() -> deque.addFirst(1), deque::removeLast);
    assertNoConflict(deque::removeFirst, () -> deque.addLast(1));
    assertNoConflict(deque::peekFirst, deque::removeLast);
    assertThat(deque).hasSize(7);
  }

  @Test
  void oppositeEnds_ofABoundedDequeWithRoomToSpare_doNotConflict() {
    TDeque<Integer> deque = new TDeque<>(20);
    numbers(5).forEach(deque::addFirst);
    numbers(5).forEach(deque::addLast);
    assertNoConflict(() -> deque.addFirst(1), () -> deque.addLast(1));
    assertNoConflict(deque::removeFirst, () -> deque.addLast(1));
  }

  /** A deque that is used as a queue runs out of room at one end over and over. */
  @Test
  void boundedDeque_thatElementsPassThrough_isNeverFull() {
    for (int capacity = 1; capacity < 10; capacity++) {
      TDeque<Integer> deque = new TDeque<>(capacity);
      for (int i = 0; i < 100; i++) {
        assertThat(deque.offerLast(i)).isTrue();
        assertThat(deque.pollFirst()).isEqualTo(i);
      }
      deque.addAll(numbers(capacity));
      assertThat(deque.offerFirst(0)).isFalse();
      assertThat(deque.offerLast(0)).isFalse();
      assertThat(deque.remainingCapacity()).isZero();
    }
  }

  // ---- TPriorityQueue ----

  @Test
  void additions_toAPriorityQueue_doNotConflict() {
    TPriorityQueue<Integer> queue = new TPriorityQueue<>();
    assertNoConflict(() -> queue.add(1), () -> queue.add(2));
    assertThat(IntStream.range(0, 4).map(i -> queue.remove())).containsExactly(1, 1, 2, 2);
  }

  // ---- synchronizers ----

  @Test
  void releases_ofASemaphore_doNotConflict() {
    TSemaphore semaphore = new TSemaphore(0);
    assertNoConflict(semaphore::release, () -> semaphore.release(2));
    assertThat(semaphore.availablePermits()).isEqualTo(6);
  }

  @Test
  void counts_ofALatch_doNotConflict() {
    TLatch latch = new TLatch(10);
    assertNoConflict(latch::countDown, latch::countDown);
    assertThat(latch.count()).isEqualTo(6);
  }

  @Test
  void subscribersOfATopic_thatTake_doNotConflict() {
    TTopic<Integer> topic = new TTopic<>();
    try (TTopic.Subscriber<Integer> a = topic.subscribe(10);
        TTopic.Subscriber<Integer> b = topic.subscribeToLatest()) {
      topic.publish(1);
      assertNoConflict(a::poll, b::poll);
    }
  }

  // ---- what must conflict: no phantoms ----

  private static Stream<Queue<Integer>> queues() {
    return Stream.of(
        new TQueue<>(),
        new TQueue<>(5),
        new TDeque<>(),
        new TDeque<>(5),
        new TPriorityQueue<>(),
        TPriorityQueue.bounded(5, null));
  }

  @ParameterizedTest
  @MethodSource("queues")
  void emptiness_thatATransactionSaw_lastsUntilItCommits(Queue<Integer> queue) {
    assertConflict(() -> assertEmptyAtFirst(queue.isEmpty()), () -> queue.add(1));
    queue.clear();
    assertConflict(() -> assertEmptyAtFirst(queue.poll() == null), () -> queue.add(1));
    queue.clear();
    assertConflict(() -> assertEmptyAtFirst(queue.peek() == null), () -> queue.add(1));
  }

  private static void assertEmptyAtFirst(boolean empty) {
    assertThat(empty).isEqualTo(Transaction.current().attempt() == 1);
  }

  @ParameterizedTest
  @MethodSource("queues")
  void contents_thatATransactionSaw_lastUntilItCommits(Queue<Integer> queue) {
    queue.addAll(List.of(1, 2, 3));
    List<Supplier<?>> looks =
        List.of(
            queue::size,
            () -> queue.contains(7),
            () -> queue.iterator().hasNext(),
            () -> queue.stream().count(),
            () -> queue.removeIf(element -> element == 7),
            () -> queue.remove(7));
    for (Supplier<?> look : looks) {
      assertConflict(() -> assertThat(look.get()).isNotNull(), queue::remove);
      assertConflict(() -> assertThat(look.get()).isNotNull(), () -> queue.add(3));
    }
  }

  @ParameterizedTest
  @MethodSource("queues")
  void takes_ofTheSameElement_conflict(Queue<Integer> queue) {
    queue.addAll(List.of(1, 2, 3));
    assertConflict(queue::remove, queue::remove);
    assertThat(queue).containsExactly(3);
  }

  /** Two transactions each add an element if the other's queue is empty: write skew. */
  @Test
  void writeSkew_overTwoQueues_isImpossible() {
    BlockingQueue<Integer> a = new TQueue<>();
    BlockingQueue<Integer> b = new TQueue<>();
    assertConflict(() -> addIfEmpty(a, b), () -> addIfEmpty(b, a));
    assertThat(a.size() + b.size()).isEqualTo(1);
  }

  private static void addIfEmpty(Queue<Integer> tested, Queue<Integer> other) {
    atomic(
        () -> {
          if (tested.isEmpty()) {
            other.add(1);
          }
        });
  }

  @Test
  void fullness_thatATransactionSaw_lastsUntilItCommits() {
    for (Queue<Integer> queue :
        List.<Queue<Integer>>of(
            new TQueue<>(2), new TDeque<>(2), TPriorityQueue.bounded(2, null))) {
      queue.addAll(List.of(1, 2));
      assertConflict(
          () -> assertThat(queue.offer(3)).isEqualTo(Transaction.current().attempt() == 2),
          queue::remove);
      assertThat(queue).containsExactly(2, 3);
    }
  }
}
