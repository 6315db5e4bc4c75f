package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.Stm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queues and synchronisers, and transactions over two of them, under Lincheck. */
class QueueLincheckTest {
  private static void check(Class<?> operations, Class<?> specification) {
    check(operations, specification, 20, 300);
  }

  private static void check(
      Class<?> operations, Class<?> specification, int iterations, int invocations) {
    new ModelCheckingOptions()
        .iterations(iterations)
        .invocationsPerIteration(invocations)
        .threads(2)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(1)
        .minimizeFailedScenario(false)
        .sequentialSpecification(specification)
        .check(operations);
  }

  /** Operations of two queues, the same for the queues under test and for their specification. */
  public abstract static class TwoQueues {
    private final Queue<Integer> a;
    private final Queue<Integer> b;

    TwoQueues(Queue<Integer> a, Queue<Integer> b) {
      this.a = a;
      this.b = b;
    }

    abstract <T extends @Nullable Object> T atomically(Supplier<T> body);

    @Operation
    public boolean offer(int element) {
      return a.offer(element);
    }

    @Operation
    public @Nullable Integer poll() {
      return a.poll();
    }

    /** Moves an element if there is room for it; otherwise the element stays. */
    @Operation
    public @Nullable Integer move() {
      return atomically(
          () -> {
            Integer element = a.peek();
            return element != null && b.offer(element) ? a.poll() : null;
          });
    }

    @Operation
    public String look() {
      return atomically(
          () -> a.size() + " from " + a.peek() + ", " + b.size() + " from " + b.peek());
    }
  }

  /** The same operations, each body in a transaction. */
  public abstract static class Transactional extends TwoQueues {
    Transactional(Queue<Integer> a, Queue<Integer> b) {
      super(a, b);
    }

    @Override
    <T extends @Nullable Object> T atomically(Supplier<T> body) {
      return Stm.<T, RuntimeException>atomic(body::get);
    }
  }

  /** The same operations on the JDK's queues, one after the other. */
  public abstract static class Sequential extends TwoQueues {
    Sequential(Queue<Integer> a, Queue<Integer> b) {
      super(a, b);
    }

    @Override
    <T extends @Nullable Object> T atomically(Supplier<T> body) {
      return body.get();
    }
  }

  /** A priority queue, whose additions commute, and a queue with little room. */
  public static class Queues extends Transactional {
    public Queues() {
      super(new TPriorityQueue<>(), new TQueue<>(2));
    }
  }

  /** Their specification. */
  public static class QueuesSpecification extends Sequential {
    public QueuesSpecification() {
      super(new PriorityQueue<>(), new ArrayBlockingQueue<>(2));
    }
  }

  /** Two queues. */
  public static class PlainQueues extends Transactional {
    public PlainQueues() {
      super(new TQueue<>(), new TQueue<>(2));
    }
  }

  /** Their specification. */
  public static class PlainQueuesSpecification extends Sequential {
    public PlainQueuesSpecification() {
      super(new ArrayDeque<>(), new ArrayBlockingQueue<>(2));
    }
  }

  @Tag("long")
  @Test
  void queues_inSomeScenarios_areLinearizable() {
    check(Queues.class, QueuesSpecification.class);
  }

  // ---- both ends of a deque ----

  /** Operations at both ends. */
  public abstract static class BothEnds {
    private final Deque<Integer> deque;

    BothEnds(Deque<Integer> deque) {
      this.deque = deque;
    }

    @Operation
    public boolean offerFirst(int element) {
      return deque.offerFirst(element);
    }

    @Operation
    public boolean offerLast(int element) {
      return deque.offerLast(element);
    }

    @Operation
    public @Nullable Integer pollFirst() {
      return deque.pollFirst();
    }

    @Operation
    public @Nullable Integer pollLast() {
      return deque.pollLast();
    }

    @Operation
    public @Nullable Integer peekLast() {
      return deque.peekLast();
    }
  }

  /** A deque with little room. */
  public static class Deques extends BothEnds {
    public Deques() {
      super(new TDeque<>(3));
    }
  }

  /** Its specification. */
  public static class DequesSpecification extends BothEnds {
    public DequesSpecification() {
      super(new LinkedBlockingDeque<>(3));
    }
  }

  @Test
  @Tag("long")
  void deques_inSomeScenarios_areLinearizable() {
    check(Deques.class, DequesSpecification.class);
  }

  // ---- synchronizers ----

  /** A semaphore, a latch, a promise and a topic, together and each by itself. */
  public static class Synchronizers {
    private final TSemaphore semaphore = new TSemaphore(2);
    private final TLatch latch = new TLatch(2);
    private final TPromise<Integer> promise = new TPromise<>();
    private final TTopic<Integer> topic = new TTopic<>();
    private final TTopic.Subscriber<Integer> bounded = topic.subscribe(1);
    private final TTopic.Subscriber<Integer> latest = topic.subscribeToLatest();

    @Operation
    public boolean tryAcquire() {
      return semaphore.tryAcquire();
    }

    @Operation
    public void release() {
      semaphore.release();
    }

    @Operation
    public void countDown() {
      latch.countDown();
    }

    @Operation
    public boolean complete(int value) {
      return promise.complete(value);
    }

    @Operation
    public boolean tryPublish(int element) {
      return topic.tryPublish(element);
    }

    @Operation
    public @Nullable Integer pollBounded() {
      return bounded.poll();
    }

    @Operation
    public String completeWithPermitsAndCount() {
      return atomic(
          () -> {
            boolean done = promise.complete((int) semaphore.availablePermits());
            return done + " " + latch.count() + " " + promise.tryGet() + " " + latest.poll();
          });
    }
  }

  /** The same on plain fields. */
  public static class SynchronizersSpecification {
    private int permits = 2;
    private int count = 2;
    private @Nullable Integer value;
    private @Nullable Integer boundedElement;
    private @Nullable Integer latestElement;

    public boolean tryAcquire() {
      boolean acquired = permits > 0;
      permits -= acquired ? 1 : 0;
      return acquired;
    }

    public void release() {
      permits++;
    }

    public void countDown() {
      count = Math.max(0, count - 1);
    }

    public boolean complete(int newValue) {
      boolean completed = value == null;
      value = completed ? Integer.valueOf(newValue) : value;
      return completed;
    }

    public boolean tryPublish(int element) {
      boolean room = boundedElement == null;
      if (room) {
        boundedElement = element;
        latestElement = element;
      }
      return room;
    }

    public @Nullable Integer pollBounded() {
      Integer element = boundedElement;
      boundedElement = null;
      return element;
    }

    public String completeWithPermitsAndCount() {
      boolean done = complete(permits);
      Integer element = latestElement;
      latestElement = null;
      return done + " " + count + " " + value + " " + element;
    }
  }

  @Test
  @Tag("long")
  void synchronizers_inSomeScenarios_areLinearizable() {
    check(Synchronizers.class, SynchronizersSpecification.class);
  }

  // ---- a planted bug, which these settings find ----

  /** Moves an element in two transactions. */
  public static class QueuesThatMoveInTwoSteps extends Transactional {
    public QueuesThatMoveInTwoSteps() {
      super(new TPriorityQueue<>(), new TQueue<>(2));
    }

    @Override
    <T extends @Nullable Object> T atomically(Supplier<T> body) {
      return body.get();
    }
  }

  @Tag("long")
  @Test
  void moveInTwoSteps_inSomeScenarios_isFoundOut() {
    assertThatThrownBy(() -> check(QueuesThatMoveInTwoSteps.class, QueuesSpecification.class))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @Test
  @Tag("long")
  void everything_inManyScenarios_isLinearizable() {
    check(Queues.class, QueuesSpecification.class, 30, 500);
    check(PlainQueues.class, PlainQueuesSpecification.class, 30, 500);
    check(Deques.class, DequesSpecification.class, 30, 500);
    check(Synchronizers.class, SynchronizersSpecification.class, 30, 500);
  }
}
