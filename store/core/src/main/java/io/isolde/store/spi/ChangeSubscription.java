package io.isolde.store.spi;

import io.isolde.stm.Deadline;
import io.isolde.store.Commit;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's buffer of commits, and their delivery. {@link AbstractStore#changes} makes
 * subscriptions; a backend only adds them to its {@link ChangeStream} and removes them.
 * Thread-safe; {@code request} and {@code cancel} do not wait for the subscriber.
 *
 * <p>The subscriber runs on a virtual thread, which exists only while there is something to
 * deliver. A subscriber that throws is cancelled, and what it threw goes to that thread's handler
 * of uncaught exceptions.
 */
public final class ChangeSubscription implements Flow.Subscription {
  /*
   * Idea. A committing thread puts its commit into the buffer, and never waits there. A virtual
   * thread takes the commits out, and makes all calls to the subscriber:
   *
   *   RUNNING ──nothing left: next()──▶ IDLE ──something to deliver: wake()──▶ RUNNING
   *     any ──cancelled, failed, completed and empty──▶ ended ──its last step──▶ released
   *
   * I1  All fields are accessed under the lock, and no user code runs under it.
   * I2  At most one thread runs, and it checks for another step before it stops. So the subscriber
   *     sees one call at a time, and no signal is lost.
   * I3  Once the subscription has ended, nothing is buffered, and nobody waits for room. Nobody
   *     waits for room after the store was closed either, whether or not the subscriber requests
   *     the rest.
   * I4  A thread that runs any subscriber does not wait for room in any subscription, because
   *     others may in turn wait for that thread. So there is no cycle of waits.
   */
  private static final ThreadLocal<Boolean> RUNS_SUBSCRIBER = ThreadLocal.withInitial(() -> false);

  /** The next thing to do, without holding the lock. */
  private interface Step {
    void run();
  }

  private final Flow.Subscriber<? super Commit> subscriber;
  private final int capacity;
  private final Consumer<ChangeSubscription> whenEnded;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Commit> buffer = new ArrayDeque<>();
  private long demand;
  private boolean completed;
  private @Nullable Throwable failure;
  private boolean ended;
  private boolean released;

  /** True from the start, so that no thread runs the subscriber before {@link #begin}. */
  private boolean running = true;

  /** Makes a subscription that has not begun; its thread calls {@code whenEnded} once. */
  ChangeSubscription(
      Flow.Subscriber<? super Commit> subscriber,
      int capacity,
      Consumer<ChangeSubscription> whenEnded) {
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.whenEnded = whenEnded;
  }

  /** Begins the delivery: the subscriber gets this subscription, and then what is due. */
  void begin() {
    start(() -> subscriber.onSubscribe(this));
  }

  /** Adds a commit, whether or not there is room for it. */
  void offer(Commit commit) {
    change(() -> buffer.add(commit));
  }

  /**
   * Ends the stream once the buffer is empty; no more commits come, so nobody needs to wait for
   * room.
   */
  void complete() {
    change(
        () -> {
          completed = true;
          room.signalAll();
        });
  }

  /** Ends the stream at once, with an error. */
  void fail(Throwable reason) {
    change(() -> failure = failure == null ? reason : failure);
  }

  /**
   * Requests elements, in addition to those requested before. Has no effect once the subscription
   * has ended.
   *
   * @param n how many; if below 1, the subscription ends and the subscriber gets {@link
   *     IllegalArgumentException} in {@code onError}
   */
  @Override
  public void request(long n) {
    if (n <= 0) {
      fail(new IllegalArgumentException("at least 1 element must be requested, not " + n));
    } else {
      change(() -> demand = demand + n < 0 ? Long.MAX_VALUE : demand + n);
    }
  }

  /**
   * Ends the subscription and empties its buffer. A call of the subscriber that is under way, or
   * about to begin, is not prevented; there are no others. Has no effect once the subscription has
   * ended.
   */
  @Override
  public void cancel() {
    change(this::end);
  }

  /**
   * Waits until the buffer is within its capacity, the store is closed, or the deadline has passed.
   */
  void awaitRoom(Deadline deadline) {
    lock.lock();
    try {
      long nanosLeft = deadline.nanosLeft();
      while (isCrowded() && nanosLeft > 0 && !RUNS_SUBSCRIBER.get()) {
        nanosLeft = room.awaitNanos(nanosLeft);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private boolean isCrowded() {
    return buffer.size() > capacity && !completed;
  }

  // ---- the thread ----

  /**
   * Changes the state, unless the subscription has ended, and makes sure that a thread acts on it.
   */
  private void change(Step change) {
    lock.lock();
    try {
      if (!ended) {
        change.run();
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (!running && hasStep()) {
      running = true;
      start(() -> {});
    }
  }

  private void start(Step first) {
    Thread.startVirtualThread(() -> runAll(first));
  }

  private void runAll(Step first) {
    RUNS_SUBSCRIBER.set(true);
    for (Step step = first; step != null; step = next()) {
      try {
        step.run();
      } catch (Throwable t) {
        cancel();
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
      }
    }
  }

  /**
   * The next step; null if there is none for now, and then this thread no longer counts as running.
   */
  private @Nullable Step next() {
    lock.lock();
    try {
      running = hasStep();
      return running ? step() : null;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasStep() {
    return ended ? !released : failure != null || (buffer.isEmpty() ? completed : demand > 0);
  }

  private Step step() {
    Throwable reason = failure;
    if (ended) {
      released = true;
      return () -> whenEnded.accept(this);
    } else if (reason != null) {
      end();
      return () -> subscriber.onError(reason);
    } else if (buffer.isEmpty()) {
      end();
      return subscriber::onComplete;
    } else {
      Commit commit = take();
      return () -> subscriber.onNext(commit);
    }
  }

  private Commit take() {
    demand -= demand == Long.MAX_VALUE ? 0 : 1;
    room.signalAll();
    return buffer.remove();
  }

  private void end() {
    ended = true;
    buffer.clear();
    room.signalAll();
  }
}
