package io.isolde.stm.collection;

import io.isolde.stm.BooleanRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.stm.collection.parts.Atomically;
import io.isolde.stm.collection.parts.RefFactory;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A publish-subscribe channel, on which every element is published to all subscribers. Each
 * subscriber has a buffer of its own, and receives what is published after it subscribed and before
 * it is closed.
 *
 * <p>Inside a transaction, every method is part of it: what the transaction publishes becomes
 * available to all subscribers when it commits. Outside, every method is a transaction of its own.
 * All subscribers receive elements in the order in which the transactions that published them took
 * effect. {@link #publish(Object)} and {@link Subscriber#take()} wait by {@link Stm#retry}.
 *
 * <p><b>Slow subscribers.</b> A subscriber chooses at {@link #subscribe} how many elements it may
 * lag behind; beyond that, publishers wait for it. With {@link #subscribeToLatest}, no publisher
 * waits for it, and an element that it has not taken is replaced by the next.
 *
 * <p><b>Forgotten subscribers.</b> Close a subscriber that is no longer needed: otherwise
 * publishers wait for it. A forgotten subscriber that has become unreachable is unsubscribed when
 * the garbage collector finds it.
 *
 * <p><b>What conflicts.</b> Publishing conflicts with publishing; with taking as in {@link TQueue}
 * or, from a subscriber to the latest element, always; and with subscribing and closing. Different
 * subscribers that take elements do not conflict with each other. Publishing costs O(subscribers).
 *
 * <p>Thread-safe. Null elements are refused with {@link NullPointerException}.
 *
 * @param <E> the type of the elements
 */
public final class TTopic<E> {
  /*
   * The topic refers to the buffers, and a subscriber to its buffer; nothing here refers to the
   * subscriber. So the subscriber can become unreachable, which the cleaner notices. The cleaner
   * removes the buffer in a transaction, which wakes the publishers that wait for room in it. With
   * weak references to the buffers, they would vanish without waking any publisher.
   */
  private final Ref<List<Buffer<E>>> buffers;

  /** Makes the refs of subscribers. */
  private final RefFactory refs;

  /**
   * The elements that were published to a subscriber and not yet taken. Used inside transactions.
   */
  private sealed interface Buffer<E> {
    /** Adds an element, or returns false if there is no room. */
    boolean tryAdd(E element);

    /** Removes the next element; returns null if there is none. */
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

  /** Initialised with the first subscriber, because the cleaner has a thread. */
  private static final class Forgotten {
    private static final Cleaner CLEANER = Cleaner.create();

    private Forgotten() {}
  }

  /** Makes a topic without subscribers. */
  public TTopic() {
    this(RefFactory.UNNAMED);
  }

  /**
   * Makes a topic without subscribers, with a name for messages and reports.
   *
   * @param <E> the type of the elements
   * @param name need not be unique
   * @return the topic
   */
  public static <E> TTopic<E> named(String name) {
    return new TTopic<>(RefFactory.named(name));
  }

  private TTopic(RefFactory refs) {
    this.buffers = refs.part("subscribers").ref(List.of());
    this.refs = refs.part("subscriber");
  }

  // ---- publishing ----

  /**
   * Publishes an element to all subscribers; waits until each has room for it.
   *
   * @param element is discarded if there are no subscribers
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
   * @param element is discarded if there are no subscribers
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
   * @param element is discarded if there are no subscribers
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
   * @param capacity how many elements the subscriber may lag behind
   * @return the subscriber, which has no elements yet
   * @throws IllegalArgumentException if {@code capacity} is below 1
   */
  public Subscriber<E> subscribe(int capacity) {
    return subscribe(new Buffer.Bounded<>(new TQueue<>(capacity, List.of(), refs)));
  }

  /**
   * Subscribes to the latest element: one that has not been taken is replaced by the next.
   *
   * @return the subscriber, which has no element yet
   */
  public Subscriber<E> subscribeToLatest() {
    return subscribe(new Buffer.Latest<>(refs.ref(null)));
  }

  private Subscriber<E> subscribe(Buffer<E> buffer) {
    Subscriber<E> subscriber = new Subscriber<>(buffers, buffer, refs.booleanRef(false));
    Ref<List<Buffer<E>>> all = buffers; // refers neither to this topic nor to the subscriber
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
   * A receiver of the elements of a topic. Several threads may share a subscriber; each element
   * then goes to one of them.
   *
   * <p>Thread-safe.
   *
   * @param <E> the type of the elements
   */
  public static final class Subscriber<E> implements AutoCloseable {
    private final Ref<List<Buffer<E>>> buffers;
    private final Buffer<E> buffer;
    private final BooleanRef closed;

    private Subscriber(Ref<List<Buffer<E>>> buffers, Buffer<E> buffer, BooleanRef closed) {
      this.buffers = buffers;
      this.buffer = buffer;
      this.closed = closed;
    }

    /**
     * Returns the next element; waits until there is one.
     *
     * @return the element
     * @throws IllegalStateException if the subscriber is closed, even during the wait, and there is
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
     * @throws IllegalStateException as for {@link #take()}; and inside a transaction, whose own
     *     timeout bounds its waits
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
        Reference.reachabilityFence(this); // keeps the subscriber reachable while it waits
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
     * Ends the subscription. Elements that were published before can still be taken. Further calls
     * have no effect.
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
