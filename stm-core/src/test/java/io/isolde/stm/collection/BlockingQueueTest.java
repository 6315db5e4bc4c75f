package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What all three kinds of queue promise: waiting, and operations on many elements at once. */
class BlockingQueueTest {
  private static final int ELEMENTS = 20_000;

  /** The kinds of queue. */
  enum Shape {
    QUEUE {
      @Override
      BlockingQueue<Integer> bounded(int capacity) {
        return new TQueue<>(capacity);
      }
    },
    DEQUE {
      @Override
      BlockingQueue<Integer> bounded(int capacity) {
        return new TDeque<>(capacity);
      }
    },
    PRIORITY_QUEUE {
      @Override
      BlockingQueue<Integer> bounded(int capacity) {
        return TPriorityQueue.bounded(capacity, null);
      }
    };

    abstract BlockingQueue<Integer> bounded(int capacity);

    /** A queue with these elements and no room for more. */
    BlockingQueue<Integer> full(Integer... elements) {
      BlockingQueue<Integer> queue = bounded(elements.length);
      queue.addAll(List.of(elements));
      return queue;
    }
  }

  private static Stream<Arguments> shapesAndKinds() {
    return Stream.of(Shape.values())
        .flatMap(shape -> Stream.of(Kind.values()).map(kind -> Arguments.of(shape, kind)));
  }

  // ---- waiting ----

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void take_ofAnEmptyQueue_waitsForAnElement(Shape shape, Kind kind) {
    BlockingQueue<Integer> queue = shape.bounded(3);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(queue.take()).isEqualTo(1));
      assertThat(queue.offer(1)).isTrue();
      threads.join();
    }
    assertThat(queue).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void put_intoAFullQueue_waitsForRoom(Shape shape, Kind kind) {
    BlockingQueue<Integer> queue = shape.full(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> queue.put(2));
      assertThat(queue.poll()).isEqualTo(1);
      threads.join();
    }
    assertThat(queue).containsExactly(2);
  }

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void timedPoll_ofAnEmptyQueue_waitsForAnElement(Shape shape, Kind kind) {
    BlockingQueue<Integer> queue = shape.bounded(3);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(queue.poll(1, TimeUnit.DAYS)).isEqualTo(1));
      assertThat(queue.offer(1)).isTrue();
      threads.join();
    }
  }

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void timedOffer_toAFullQueue_waitsForRoom(Shape shape, Kind kind) {
    BlockingQueue<Integer> queue = shape.full(1, 2);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(
          threads, () -> assertThat(queue.offer(3, Long.MAX_VALUE, TimeUnit.DAYS)).isTrue());
      queue.clear();
      threads.join();
    }
    assertThat(queue).containsExactly(3);
  }

  @ParameterizedTest
  @EnumSource
  void timeouts_thatPass_changeNothing(Shape shape) throws InterruptedException {
    BlockingQueue<Integer> full = shape.full(1);
    BlockingQueue<Integer> empty = shape.bounded(1);
    for (long nanos : new long[] {Long.MIN_VALUE, 0, 1, 1_000_000}) {
      assertThat(full.offer(2, nanos, TimeUnit.NANOSECONDS)).isFalse();
      assertThat(empty.poll(nanos, TimeUnit.NANOSECONDS)).isNull();
    }
    assertThat(full).containsExactly(1);
    assertThat(empty).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void timeouts_ofZero_areForWhatIsPossibleAtOnce(Shape shape) throws InterruptedException {
    BlockingQueue<Integer> queue = shape.bounded(1);
    assertThat(queue.offer(1, 0, TimeUnit.SECONDS)).isTrue();
    assertThat(queue.poll(0, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void interrupt_whileWaiting_isThrownAndCleared(Shape shape, Kind kind) {
    BlockingQueue<Integer> empty = shape.bounded(1);
    BlockingQueue<Integer> full = shape.full(1);
    List<Threads.Task> waits =
        List.of(
            empty::take,
            () -> full.put(2),
            () -> empty.poll(1, TimeUnit.DAYS),
            () -> full.offer(2, 1, TimeUnit.DAYS));
    for (Threads.Task wait : waits) {
      try (Threads threads = Threads.of(kind)) {
        Thread waiter =
            Waits.start(
                threads,
                () -> {
                  assertThatThrownBy(wait::run).isInstanceOf(InterruptedException.class);
                  assertThat(Thread.currentThread().isInterrupted()).isFalse();
                });
        waiter.interrupt();
        threads.join();
      }
    }
    assertThat(empty).isEmpty();
    assertThat(full).containsExactly(1);
  }

  /** As in LinkedBlockingQueue. */
  @ParameterizedTest
  @EnumSource
  void interrupt_beforeABlockingMethod_isThrownAlsoIfThereIsNoNeedToWait(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(2);
    queue.add(1);
    List<Threads.Task> calls =
        List.of(
            queue::take,
            () -> queue.put(2),
            () -> queue.poll(0, TimeUnit.DAYS),
            () -> queue.offer(2, 1, TimeUnit.DAYS));
    for (Threads.Task call : calls) {
      Threads.elsewhere(
          () -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(call::run).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
          });
    }
    assertThat(queue).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_withAMethodThatDoesNotBlock_isLeftAlone(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(2);
    Threads.elsewhere(
        () -> {
          Thread.currentThread().interrupt();
          assertThat(queue.offer(1)).isTrue();
          assertThat(queue.poll()).isEqualTo(1);
          assertThat(queue.poll()).isNull();
          assertThat(Thread.currentThread().isInterrupted()).isTrue();
        });
  }

  // ---- inside a transaction ----

  @ParameterizedTest
  @MethodSource("shapesAndKinds")
  void transaction_overTwoQueues_waitsForBoth(Shape shape, Kind kind) {
    BlockingQueue<Integer> from = shape.bounded(1);
    BlockingQueue<Integer> to = shape.full(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> atomic(() -> to.put(from.take())));
      long waits = Stm.statistics().waits();
      from.add(2);
      Threads.until(() -> Stm.statistics().waits() > waits);
      assertThat(from).containsExactly(2);
      assertThat(to.remove()).isEqualTo(1);
      threads.join();
    }
    assertThat(from).isEmpty();
    assertThat(to).containsExactly(2);
  }

  @ParameterizedTest
  @EnumSource
  void orElse_overTwoQueues_takesFromTheFirstThatHasAny(Shape shape) throws InterruptedException {
    BlockingQueue<Integer> a = shape.bounded(1);
    BlockingQueue<Integer> b = shape.bounded(1);
    Threads.Task takeOne =
        () -> assertThat(Stm.<Integer, Exception>orElse(a::take, b::take)).isEqualTo(1);
    for (BlockingQueue<Integer> one : List.of(a, b)) {
      try (Threads threads = Threads.platform()) {
        Waits.start(threads, takeOne);
        one.add(1);
        threads.join();
      }
    }
    a.add(1);
    b.add(2);
    assertThat(atomic(() -> orElse(() -> a.take(), () -> b.take()))).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void timedMethods_insideATransaction_areRefused(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(1);
    assertThatThrownBy(() -> atomic(() -> queue.poll(1, TimeUnit.SECONDS)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TransactionOptions.withTimeout");
    assertThatThrownBy(() -> atomic(() -> queue.offer(1, 0, TimeUnit.SECONDS)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(queue).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void transactionTimeout_duringTake_rollsBack(Shape shape) {
    BlockingQueue<Integer> a = shape.full(1);
    BlockingQueue<Integer> b = shape.bounded(1);
    assertThatThrownBy(
            () ->
                atomic(
                    TransactionOptions.timeout(Duration.ofMillis(1)),
                    () -> {
                      a.take();
                      b.take();
                    }))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThat(a).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_duringATransaction_endsTheTransaction(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(1);
    try (Threads threads = Threads.platform()) {
      Thread waiter =
          Waits.start(
              threads,
              () -> {
                assertThatThrownBy(() -> atomic(() -> queue.take()))
                    .isInstanceOf(TransactionInterruptedException.class);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
              });
      waiter.interrupt();
      threads.join();
    }
  }

  // ---- many elements at once ----

  @ParameterizedTest
  @EnumSource
  void addAll_withoutEnoughRoom_addsNone(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(3);
    queue.add(1);
    assertThatThrownBy(() -> queue.addAll(List.of(2, 3, 4)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(queue).containsExactly(1);
    atomic(
        () -> {
          queue.add(2);
          assertThatThrownBy(() -> queue.addAll(List.of(3, 4)))
              .isInstanceOf(IllegalStateException.class);
        });
    assertThat(queue).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void drainTo_aList_movesUpToTheLimit(Shape shape) {
    BlockingQueue<Integer> queue = shape.full(1, 2, 3, 4);
    List<Integer> target = new ArrayList<>();
    assertThat(queue.drainTo(target, 3)).isEqualTo(3);
    assertThat(target).containsExactly(1, 2, 3);
    assertThat(queue.drainTo(target, 0)).isZero();
    assertThat(queue.drainTo(target)).isEqualTo(1);
    assertThat(queue.drainTo(target)).isZero();
    assertThat(target).containsExactly(1, 2, 3, 4);
    assertThat(queue.remainingCapacity()).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void drainTo_aQueueWithoutEnoughRoom_movesNone(Shape shape) {
    BlockingQueue<Integer> queue = shape.full(1, 2, 3);
    BlockingQueue<Integer> target = shape.bounded(2);
    assertThatThrownBy(() -> queue.drainTo(target)).isInstanceOf(IllegalStateException.class);
    assertThat(queue).containsExactly(1, 2, 3);
    assertThat(target).isEmpty();
    assertThat(queue.drainTo(target, 2)).isEqualTo(2);
    assertThat(queue).containsExactly(3);
    assertThat(target).containsExactly(1, 2);
  }

  @ParameterizedTest
  @EnumSource
  void drainTo_nothingUsable_isRefused(Shape shape) {
    BlockingQueue<Integer> queue = shape.full(1);
    assertThatThrownBy(() -> queue.drainTo(queue)).isInstanceOf(IllegalArgumentException.class);
    Collection<Integer> itself = queue;
    assertThatThrownBy(() -> queue.addAll(itself)).isInstanceOf(IllegalArgumentException.class);
    @SuppressWarnings("NullAway")
    Collection<Integer> none = null;
    assertThatThrownBy(() -> queue.drainTo(none)).isInstanceOf(NullPointerException.class);
    assertThat(queue).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void capacity_belowOne_isRefused(Shape shape) {
    assertThatThrownBy(() -> shape.bounded(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0");
  }

  @ParameterizedTest
  @EnumSource
  void iterator_ofAQueueThatChanges_showsTheQueueAsItWas(Shape shape) {
    BlockingQueue<Integer> queue = shape.full(1, 2, 3);
    Iterator<Integer> iterator = queue.iterator();
    queue.clear();
    queue.add(4);
    assertThat(iterator).toIterable().containsExactlyInAnyOrder(1, 2, 3);
    iterator.remove();
    assertThat(queue).containsExactly(4);
  }

  /** If an iteration saw two states, it would see an element in both queues or in none. */
  @ParameterizedTest
  @EnumSource
  void snapshot_whileElementsMove_seesEachOnce(Shape shape) {
    BlockingQueue<Integer> a = shape.full(0, 1, 2, 3, 4, 5, 6, 7);
    BlockingQueue<Integer> b = shape.bounded(8);
    try (Threads threads = Threads.platform()) {
      threads.repeat(() -> atomic(() -> a.drainTo(b, 1)));
      threads.repeat(() -> atomic(() -> b.drainTo(a, 1)));
      for (int i = 0; i < 2_000; i++) {
        List<Integer> all = snapshot(() -> Stream.concat(a.stream(), b.stream()).sorted().toList());
        assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertThat(snapshot(() -> a.size() + b.size())).isEqualTo(8);
      }
      threads.finish();
    }
  }

  // ---- under load ----

  record Element(int producer, int number) implements Comparable<Element> {
    @Override
    public int compareTo(Element other) {
      return Integer.compare(number, other.number);
    }
  }

  private static Stream<Arguments> flows() {
    List<BlockingQueue<Element>> queues =
        List.of(
            new TQueue<>(),
            new TQueue<>(1),
            new TQueue<>(16),
            new TDeque<>(),
            new TDeque<>(1),
            new TDeque<>(16),
            new TPriorityQueue<>(),
            TPriorityQueue.bounded(16, null));
    return queues.stream()
        .flatMap(
            queue -> Stream.of(Kind.values()).map(kind -> Arguments.of(name(queue), queue, kind)));
  }

  private static String name(BlockingQueue<?> queue) {
    return queue.getClass().getSimpleName() + " of " + queue.remainingCapacity();
  }

  /** Two producers and two consumers: nothing is lost or doubled, and the order is kept. */
  @ParameterizedTest(name = "{0}, {2}")
  @MethodSource("flows")
  void flow_fromProducersToConsumers_losesNothing(
      String name, BlockingQueue<Element> queue, Kind kind) {
    int each = ELEMENTS / 4;
    AtomicInteger taken = new AtomicInteger();
    List<List<Element>> received = List.of(new ArrayList<>(), new ArrayList<>());
    Threads.together(
        kind,
        4,
        thread -> {
          if (thread < 2) {
            for (int i = 0; i < each; i++) {
              queue.put(new Element(thread, i));
            }
          } else {
            while (taken.getAndIncrement() < 2 * each) {
              received.get(thread - 2).add(queue.take());
            }
          }
        });
    assertThat(queue).isEmpty();
    List<Element> all = received.stream().flatMap(List::stream).toList();
    assertThat(all).hasSize(2 * each).doesNotHaveDuplicates();
    if (!(queue instanceof TPriorityQueue)) {
      received.forEach(BlockingQueueTest::assertInOrder);
    }
  }

  private static void assertInOrder(List<Element> elements) {
    for (int producer = 0; producer < 2; producer++) {
      int from = producer;
      assertThat(elements.stream().filter(element -> element.producer == from)).isSorted();
    }
  }

  @ParameterizedTest
  @EnumSource
  void removeIf_besideProducers_losesNothing(Shape shape) {
    BlockingQueue<Integer> queue = shape.bounded(64);
    AtomicInteger added = new AtomicInteger();
    int removed = 0;
    try (Threads threads = Threads.platform()) {
      threads.repeat(
          () -> {
            if (queue.offer(added.get())) {
              added.incrementAndGet();
            }
          });
      for (int i = 0; i < 300; i++) {
        AtomicInteger matches = new AtomicInteger();
        atomic(
            () -> {
              int before = queue.size();
              queue.removeIf(element -> element % 2 == 0);
              matches.set(before - queue.size());
            });
        removed += matches.get() + (queue.poll() == null ? 0 : 1);
      }
      threads.finish();
    }
    assertThat(queue).hasSize(added.get() - removed);
  }

  @Test
  void toString_showsTheElements() {
    assertThat(new TQueue<>(List.of(1, 2))).hasToString("[1, 2]");
    assertThat(new TDeque<>(List.of(1, 2))).hasToString("[1, 2]");
    assertThat(new TPriorityQueue<>(List.of(2, 1))).hasToString("[1, 2]");
  }

  @Test
  void equality_isIdentity() {
    TQueue<Integer> queue = new TQueue<>(List.of(1));
    assertThat(queue.equals(new TQueue<>(List.of(1)))).isFalse();
  }
}
