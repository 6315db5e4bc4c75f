package io.isolde.store.backend;

import io.isolde.store.Commit;
import java.util.ArrayDeque;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The commits that one subscriber has still to get. Thread-safe.
 *
 * <p>The subscriber runs on a virtual thread, which exists only while there is something to tell
 * it.
 */
public final class ChangeSubscription implements Flow.Subscription {
  /*
   * Idea. Commits are put into the buffer by whoever commits, which never waits there, and taken out
   * by a virtual thread, which makes all calls to the subscriber:
   *
   *   RUNNING ──nothing left: next()──▶ IDLE ──something to tell: wake()──▶ RUNNING
   *     any ──cancelled, failed, completed and empty──▶ ended ──its last step──▶ released
   *
   * I1  All fields are touched under the lock, and no user code runs under it.
   * I2  At most one thread runs, and while one does it looks again before it goes. So the subscriber
   *     sees one call at a time, and no signal is lost.
   * I3  When it has ended nothing is buffered, and nobody waits for room; nor when the store was
   *     closed, whether the subscriber asks for what is left or not.
   * I4  A thread that runs any subscriber does not wait for room, of any subscription: it might be
   *     waited for, in turn. So there is no cycle of waiting.
   */
  private static final ThreadLocal<Boolean> RUNS_SUBSCRIBER = ThreadLocal.withInitial(() -> false);

  /** What to do next, without holding the lock. */
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

  /** From the beginning, so that nobody comes before {@link #begin}. */
  private boolean running = true;

  /** Makes a subscription that has not begun; {@code whenEnded} is called once, on its thread. */
  ChangeSubscription(
      Flow.Subscriber<? super Commit> subscriber,
      int capacity,
      Consumer<ChangeSubscription> whenEnded) {
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.whenEnded = whenEnded;
  }

  /** Begins: the subscriber gets this subscription, and then what there is. */
  void begin() {
    start(() -> subscriber.onSubscribe(this));
  }

  /** Adds a commit, whether there is room for it or not. */
  void offer(Commit commit) {
    change(() -> buffer.add(commit));
  }

  /** Ends the stream when the buffer is empty; nothing comes any more that room is needed for. */
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

  @Override
  public void request(long n) {
    if (n <= 0) {
      fail(new IllegalArgumentException("at least 1 element must be requested, not " + n));
    } else {
      change(() -> demand = demand + n < 0 ? Long.MAX_VALUE : demand + n);
    }
  }

  @Override
  public void cancel() {
    change(this::end);
  }

  /** Waits until the buffer is within its capacity, the store is closed, or for long enough. */
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

  /** Changes the state, unless it has ended, and sees to it that somebody looks at it. */
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

  /** The next step; null when there is none for now, and then this thread has stopped running. */
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
