package io.isolde.stm.collection;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place where elements are published to all who have subscribed. Each subscriber has a buffer of
 * its own, and gets what is published after it subscribed and before it is closed.
 *
 * <p>Inside a transaction every method is a part of it: what it publishes is there for all
 * subscribers when it commits. Outside, every method is a transaction of its own. All subscribers
 * get elements in the order in which the transactions that published them took effect. {@link
 * #publish(Object)} and {@link Subscriber#take()} wait by {@link Stm#retry}.
 *
 * <p><b>Slow subscribers.</b> A subscriber chooses at {@link #subscribe} how many elements it may
 * be behind; publishers then wait for it. With {@link #subscribeToLatest} nobody waits for it, and
 * an element that it has not taken is replaced by the next.
 *
 * <p><b>Forgotten subscribers.</b> Close a subscriber that is no longer needed: publishers would
 * wait for it. One that was forgotten, and that nothing refers to any more, is closed when the
 * garbage collector finds it.
 *
 * <p><b>What conflicts.</b> Publishing conflicts with publishing; with taking as in {@link TQueue};
 * and with subscribing and closing. Subscribers do not conflict with each other. Publishing costs
 * O(subscribers).
 *
 * <p>Thread-safe. Null elements are refused with {@link NullPointerException}.
 *
 * @param <E> the type of the elements
 */
public final class TTopic<E> {
  /*
   * The topic refers to the buffers, and a subscriber to its buffer; nothing here refers to the
   * subscriber. So it can become garbage, of which the cleaner is told. The cleaner removes the
   * buffer in a transaction, which wakes the publishers that wait for room in it. Weak references
   * to the buffers would let them vanish without waking anybody.
   */
  private final Ref<List<Buffer<E>>> buffers = Ref.of(List.of());

  /** What was published to a subscriber and not yet taken. Used inside transactions. */
  private sealed interface Buffer<E> {
    /** Adds, or returns false if there is no room. */
    boolean tryAdd(E element);

    /** The next element, or null if there is none. */
    @Nullable E tryRemove();

    record Bounded<E>(TQueue<E> queue) implements Buffer<E> {
      @Override
      public boolean tryAdd(E element) {
        return queue.tryAdd(element);
      }

      @Override
      public @Nullable E tryRemove() {
        return queue.tryRemove();
      }
    }

    record Latest<E>(Ref<@Nullable E> latest) implements Buffer<E> {
      @Override
      public boolean tryAdd(E element) {
        latest.set(element);
        return true;
      }

      @Override
      public @Nullable E tryRemove() {
        E element = latest.get();
        if (element != null) {
          latest.set(null);
        }
        return element;
      }
    }
  }

  /** Made with the first subscriber: it has a thread. */
  private static final class Forgotten {
    private static final Cleaner CLEANER = Cleaner.create();

    private Forgotten() {}
  }

  /** Makes a topic without subscribers. */
  public TTopic() {}

  // ---- publishing ----

  /**
   * Publishes an element to all subscribers; waits until each has room for it.
   *
   * @param element vanishes if there are no subscribers
   * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
   *     while it waits; nothing has changed
   */
  public void publish(E element) {
    Objects.requireNonNull(element, "element");
    Stm.atomic(() -> addToAll(element));
  }

  /**
   * Publishes an element to all subscribers; waits until each has room for it, but not longer than
   * {@code timeout}.
   *
   * @param element vanishes if there are no subscribers
   * @param timeout not negative
   * @throws TransactionTimeoutException if the timeout passed; nothing has changed
   * @throws TransactionInterruptedException if the thread is interrupted while it waits; nothing
   *     has changed
   * @throws IllegalStateException inside a transaction, whose own timeout bounds its waits
   */
  public void publish(E element, Duration timeout) {
    Objects.requireNonNull(element, "element");
    Atomically.requireOwnTimeout();
    Stm.atomic(TransactionOptions.timeout(timeout), () -> addToAll(element));
  }

  /**
   * Publishes an element to all subscribers, if each has room for it.
   *
   * @param element vanishes if there are no subscribers
   * @return false if one has no room; nothing has changed
   */
  public boolean tryPublish(E element) {
    Objects.requireNonNull(element, "element");
    return Stm.orElse(
        () -> {
          addToAll(element);
          return true;
        },
        () -> false);
  }

  private void addToAll(E element) {
    buffers.get().forEach(buffer -> Stm.check(buffer.tryAdd(element)));
  }

  // ---- subscribing ----

  /**
   * Subscribes with a buffer for which publishers wait.
   *
   * @param capacity how many elements the subscriber may be behind
   * @return the subscriber, which has no elements yet
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public Subscriber<E> subscribe(int capacity) {
    return subscribe(new Buffer.Bounded<>(new TQueue<>(capacity)));
  }

  /**
   * Subscribes to the latest element: one that has not been taken is replaced by the next.
   *
   * @return the subscriber, which has no element yet
   */
  public Subscriber<E> subscribeToLatest() {
    return subscribe(new Buffer.Latest<>(Ref.of(null)));
  }

  private Subscriber<E> subscribe(Buffer<E> buffer) {
    Subscriber<E> subscriber = new Subscriber<>(buffers, buffer);
    Ref<List<Buffer<E>>> all = buffers; // not this topic, and not the subscriber
    Forgotten.CLEANER.register(subscriber, () -> remove(all, buffer));
    all.updateAndGet(present -> plus(present, buffer));
    return subscriber;
  }

  private static <B> List<B> plus(List<B> present, B buffer) {
    List<B> more = new ArrayList<>(present);
    more.add(buffer);
    return List.copyOf(more);
  }

  private static <B> void remove(Ref<List<B>> buffers, B buffer) {
    buffers.updateAndGet(present -> present.stream().filter(other -> other != buffer).toList());
  }

  /**
   * The number of subscribers that are not closed.
   *
   * @return 0 or more
   */
  public int subscriberCount() {
    return buffers.get().size();
  }

  /**
   * The number of subscribers.
   *
   * @return for example {@code TTopic[2 subscribers]}
   */
  @Override
  public String toString() {
    return "TTopic[" + buffers.peek().size() + " subscribers]";
  }

  /**
   * One who gets the elements of a topic. Several threads may share a subscriber; each element then
   * goes to one of them.
   *
   * <p>Thread-safe.
   *
   * @param <E> the type of the elements
   */
  public static final class Subscriber<E> implements AutoCloseable {
    private final Ref<List<Buffer<E>>> buffers;
    private final Buffer<E> buffer;
    private final BooleanRef closed = BooleanRef.of(false);

    private Subscriber(Ref<List<Buffer<E>>> buffers, Buffer<E> buffer) {
      this.buffers = buffers;
      this.buffer = buffer;
    }

    /**
     * Returns the next element; waits until there is one.
     *
     * @return the element
     * @throws IllegalStateException if the subscriber is closed, also while it waits, and there is
     *     no further element
     * @throws TransactionInterruptedException outside a transaction, if the thread is interrupted
     *     while it waits
     */
    public E take() {
      return take(TransactionOptions.DEFAULT);
    }

    /**
     * Returns the next element; waits until there is one, but not longer than {@code timeout}.
     *
     * @param timeout not negative
     * @return the element
     * @throws IllegalStateException as {@link #take()}; and inside a transaction, whose own timeout
     *     bounds its waits
     * @throws TransactionTimeoutException if the timeout passed
     * @throws TransactionInterruptedException if the thread is interrupted while it waits
     */
    public E take(Duration timeout) {
      Atomically.requireOwnTimeout();
      return take(TransactionOptions.timeout(timeout));
    }

    private E take(TransactionOptions options) {
      try {
        return Stm.atomic(options, this::removeOrRetry);
      } finally {
        Reference.reachabilityFence(this); // not forgotten while it waits
      }
    }

    private E removeOrRetry() {
      E element = buffer.tryRemove();
      if (element == null) {
        requireOpen();
        throw Stm.retry();
      }
      return element;
    }

    private void requireOpen() {
      if (closed.get()) {
        throw new IllegalStateException("the subscriber is closed and has no further element");
      }
    }

    /**
     * Returns the next element if there is one.
     *
     * @return null if there is none
     */
    public @Nullable E poll() {
      try {
        return Atomically.<@Nullable E>run(buffer::tryRemove);
      } finally {
        Reference.reachabilityFence(this);
      }
    }

    /**
     * Ends the subscription. What was published before may still be taken. Further calls have no
     * effect.
     */
    @Override
    public void close() {
      Stm.atomic(
          () -> {
            remove(buffers, buffer);
            closed.set(true);
          });
    }
  }
}
