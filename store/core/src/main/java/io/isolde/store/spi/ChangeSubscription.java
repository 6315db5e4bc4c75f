package io.isolde.store.spi;

import io.isolde.stm.Deadline;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
   * A subscriber that resumes is behind at first. Then the same thread reads the backlog, and
   * nothing is buffered, so that nobody waits:
   *
   *   LOOKS ──far: look()──▶ READS ──one was requested: read()──▶ LOOKS
   *   LOOKS ──near: follow()──▶ the rest goes before what is buffered from now on ──▶ FOLLOWS
   *
   * I0  The backlog, and the count of a subscriber that resumes, are accessed only by the thread
   *     that runs, without the lock.
   * I1  All other fields are accessed under the lock, and no user code runs under it.
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

  /** On its way to the present. */
  private enum Phase {
    /** The thread is about to look how far behind the subscriber is. */
    LOOKS,
    /** The subscriber is far behind, and gets the backlog as it requests. */
    READS,
    /** The subscriber gets what is buffered. */
    FOLLOWS
  }

  private final Flow.Subscriber<? super Commit> subscriber;
  private final int capacity;
  private final @Nullable Supplier<Backlog> behind;
  private final Consumer<ChangeSubscription> whenEnded;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Commit> buffer = new ArrayDeque<>();
  private Phase phase;
  private boolean buffers;
  private long demand;
  private boolean completed;
  private @Nullable Throwable failure;

  /** Why nothing can follow what is buffered; null if more can. */
  private @Nullable Throwable gap;

  private boolean ended;
  private boolean released;

  /** True from the start, so that no thread runs the subscriber before {@link #begin}. */
  private boolean running = true;

  /** What is left of the past; null before it is needed and once it was read. */
  private @Nullable Backlog backlog;

  /** How many commits a subscriber that resumes has got. */
  private long resumed;

  /**
   * Makes a subscription that has not begun; its thread calls {@code whenEnded} once.
   *
   * @param behind opens what the subscriber gets first; null if it gets nothing but what is
   *     published
   */
  ChangeSubscription(
      Flow.Subscriber<? super Commit> subscriber,
      int capacity,
      @Nullable Supplier<Backlog> behind,
      Consumer<ChangeSubscription> whenEnded) {
    this.subscriber = subscriber;
    this.capacity = capacity;
    this.behind = behind;
    this.whenEnded = whenEnded;
    this.buffers = behind == null;
    this.phase = behind == null ? Phase.FOLLOWS : Phase.LOOKS;
  }

  /** Begins the delivery: the subscriber gets this subscription, and then what is due. */
  void begin() {
    start(() -> subscriber.onSubscribe(this));
  }

  /** Adds a commit, whether or not there is room for it; the backlog has it otherwise. */
  void offer(Commit commit) {
    change(
        () -> {
          if (buffers) {
            buffer.add(commit);
          }
        });
  }

  /**
   * Ends the stream once the backlog is read and the buffer is empty; no more commits come, so
   * nobody needs to wait for room.
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
    return ended ? !released : failure != null || hasStepInPhase();
  }

  private boolean hasStepInPhase() {
    return switch (phase) {
      case LOOKS -> true;
      case READS -> demand > 0;
      case FOLLOWS -> buffer.isEmpty() ? completed || gap != null : demand > 0;
    };
  }

  private Step step() {
    Throwable reason = failure == null && buffer.isEmpty() ? gap : failure;
    if (ended) {
      released = true;
      return this::release;
    } else if (reason != null) {
      end();
      return () -> subscriber.onError(reason);
    } else if (phase != Phase.FOLLOWS) {
      return phase == Phase.LOOKS ? this::look : this::read;
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
    Commit commit = buffer.remove();
    return behind == null ? commit : counted(commit.position(), commit.changes());
  }

  private void end() {
    ended = true;
    buffer.clear();
    room.signalAll();
  }

  private void release() {
    closeBacklog();
    whenEnded.accept(this);
  }

  // ---- the backlog ----

  private void look() {
    try {
      Backlog present = backlog == null ? open() : backlog;
      if (present.isWithin(capacity)) {
        follow(present);
      } else {
        change(() -> phase = Phase.READS);
      }
    } catch (Throwable t) {
      fail(t);
    }
  }

  private Backlog open() {
    Backlog opened = Objects.requireNonNull(behind).get();
    backlog = opened;
    return opened;
  }

  /** Has everything buffered from now on, behind what is left of the backlog. */
  private void follow(Backlog present) {
    present.endAt(() -> change(() -> buffers = true));
    List<Commit> rest = new ArrayList<>();
    Throwable thrown = readAll(present, rest);
    change(
        () -> {
          if (thrown != null) {
            stopBuffering(thrown);
          }
          rest.reversed().forEach(buffer::addFirst);
          phase = Phase.FOLLOWS;
        });
    closeBacklog();
  }

  /** Reads what it can; returns what prevents it from reading more, or null. */
  private static @Nullable Throwable readAll(Backlog present, List<Commit> rest) {
    try {
      for (Backlog.Entry entry = present.next(); entry != null; entry = present.next()) {
        rest.add(new Commit(1, entry.position(), ChangeStream.lastOfEach(entry.changes())));
      }
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void stopBuffering(Throwable reason) {
    gap = reason;
    buffers = false;
    buffer.clear();
    room.signalAll();
  }

  private void read() {
    @Nullable Commit commit;
    try {
      Backlog.Entry entry = Objects.requireNonNull(backlog).next();
      commit = entry == null ? null : past(entry);
    } catch (Throwable t) {
      fail(t);
      return;
    }
    boolean delivers = commit != null;
    change(
        () -> {
          phase = Phase.LOOKS;
          demand -= delivers && demand < Long.MAX_VALUE ? 1 : 0;
        });
    if (commit != null) {
      subscriber.onNext(commit);
    }
  }

  private Commit past(Backlog.Entry entry) {
    return counted(entry.position(), ChangeStream.lastOfEach(entry.changes()));
  }

  private Commit counted(String position, List<Change> changes) {
    return new Commit(++resumed, position, changes);
  }

  private void closeBacklog() {
    Backlog present = backlog;
    if (present != null) {
      backlog = null;
      present.close();
    }
  }
}
