package io.isolde.stm.history;

import io.isolde.stm.Stm;
import io.isolde.stm.collection.TDeque;
import io.isolde.stm.collection.TQueue;
import io.isolde.stm.collection.TSemaphore;
import io.isolde.stm.engine.EngineProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;

/**
 * A run in which items pass through two queues, a few in each transaction: producers put them into
 * the first queue, movers take them from there to the second, consumers take them out. A semaphore
 * has a permit for each further item that may be in both queues together. The run is disturbed at
 * the engine's marked points; some transactions are rolled back by their bodies.
 *
 * <p>The following must hold, and is checked all the time: items of one producer keep their order,
 * and none is lost, comes twice, or is seen between the queues.
 */
final class QueueWorkload {
  /**
   * The settings of a run.
   *
   * @param seed determines everything that is random
   * @param virtual whether the threads are virtual
   * @param dequeFirst whether the first queue is the deque, or the second, which is bounded
   * @param itemsEach the number of items of each producer
   * @param looksMax how many looks without progress it takes for the run to count as hung
   */
  record Settings(long seed, boolean virtual, boolean dequeFirst, int itemsEach, int looksMax) {}

  private record Item(int producer, int number) {}

  /** Unwinds a transaction that is to be rolled back. */
  private static final class Unwound extends RuntimeException {
    Unwound() {
      super(null, null, false, false);
    }
  }

  /** What a thread does over and over: it passes on {@code count} items, or gives up at the end. */
  @FunctionalInterface
  private interface Passing {
    void pass(int done, int count, boolean givesUp) throws InterruptedException;
  }

  private static final int PRODUCERS = 2;
  private static final int MOVERS = 2;
  private static final int CONSUMERS = 2;
  private static final int WATCHERS = 1;
  private static final int PERMITS = 12;
  private static final int BOUND = 5;
  private static final int TOGETHER_MAX = 3;
  private static final int GIVE_UP_ONE_IN = 8;

  private final Settings settings;
  private final SplittableRandom random;
  private final BlockingQueue<Item> first;
  private final BlockingQueue<Item> second;
  private final TSemaphore room = new TSemaphore(PERMITS);
  private final List<List<Item>> consumed = new ArrayList<>();
  private final YieldingProbe probe = new YieldingProbe();
  private final Workers workers;

  private QueueWorkload(Settings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed);
    this.first = settings.dequeFirst ? new TDeque<>() : new TQueue<>();
    this.second = settings.dequeFirst ? new TQueue<>(BOUND) : new TDeque<>(BOUND);
    this.workers = new Workers(settings.virtual, settings.looksMax);
  }

  /**
   * Runs; fails if an invariant is broken, a thread fails or hangs, or something is left behind.
   */
  static void run(Settings settings) {
    try {
      new QueueWorkload(settings).run();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nin " + settings, e);
    }
  }

  private void run() {
    int items = PRODUCERS * settings.itemsEach;
    for (int i = 0; i < PRODUCERS; i++) {
      int number = i;
      add("producer", settings.itemsEach, (from, count, up) -> produce(number, from, count, up));
    }
    for (int i = 0; i < MOVERS; i++) {
      add("mover", items / MOVERS, (from, count, up) -> move(count, up));
    }
    for (int i = 0; i < CONSUMERS; i++) {
      List<Item> own = new ArrayList<>();
      consumed.add(own);
      add("consumer", items / CONSUMERS, (from, count, up) -> own.addAll(consume(count, up)));
    }
    for (int i = 0; i < WATCHERS; i++) {
      add("watcher", items, (from, count, up) -> watch(up));
    }
    work();
    requireEnd(items);
  }

  private void work() {
    EngineProbe.install(probe);
    try {
      workers.work(probe::abandon);
    } finally {
      EngineProbe.remove();
    }
    EngineProbe.assertIdle(List.of());
  }

  /** Adds a thread that passes on {@code items} items. */
  private void add(String name, int items, Passing passing) {
    SplittableRandom own = random.split();
    workers.add(
        name,
        () -> {
          probe.disturb(own.nextLong());
          for (int done = 0; done < items; ) {
            int count = Math.min(1 + own.nextInt(TOGETHER_MAX), items - done);
            done += pass(passing, done, count, own.nextInt(GIVE_UP_ONE_IN) == 0) ? count : 0;
            workers.gotOn();
          }
        });
  }

  private static boolean pass(Passing passing, int done, int count, boolean givesUp) {
    try {
      passing.pass(done, count, givesUp);
      return true;
    } catch (Unwound e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  // ---- transactions ----

  private void produce(int producer, int from, int count, boolean givesUp)
      throws InterruptedException {
    Stm.atomic(
        () -> {
          room.acquire(count);
          for (int i = 0; i < count; i++) {
            first.put(new Item(producer, from + i));
          }
          unwindIf(givesUp);
        });
  }

  private void move(int count, boolean givesUp) throws InterruptedException {
    Stm.atomic(
        () -> {
          for (int i = 0; i < count; i++) {
            second.put(first.take());
          }
          unwindIf(givesUp);
        });
  }

  private List<Item> consume(int count, boolean givesUp) throws InterruptedException {
    return Stm.atomic(
        () -> {
          List<Item> taken = new ArrayList<>();
          for (int i = 0; i < count; i++) {
            taken.add(second.take());
          }
          room.release(count);
          unwindIf(givesUp);
          return taken;
        });
  }

  private static void unwindIf(boolean givesUp) {
    if (givesUp) {
      throw new Unwound();
    }
  }

  // ---- what must hold ----

  /** Checks the queues, in a transaction or in a snapshot. */
  private void watch(boolean inTransaction) {
    if (inTransaction) {
      Stm.atomic(this::requireRight);
    } else {
      Stm.snapshot(this::requireRight);
    }
  }

  /**
   * Requires that each producer's items are consecutive in the second queue, which has the older
   * ones, followed by the first.
   */
  private void requireRight() {
    List<Item> items = new ArrayList<>(second);
    require(items.size() <= BOUND, "too many in the second queue: " + items);
    items.addAll(first);
    require(room.availablePermits() >= 0, "negative permits: " + room);
    require(room.availablePermits() + items.size() == PERMITS, room + " beside " + items);
    int[] next = new int[PRODUCERS];
    Arrays.fill(next, -1);
    for (Item item : items) {
      int expected = next[item.producer];
      require(expected == -1 || item.number == expected, item + " is out of its row: " + items);
      next[item.producer] = item.number + 1;
    }
  }

  private void requireEnd(int items) {
    requireRight();
    require(first.isEmpty() && second.isEmpty(), "left behind: " + first + second);
    Set<Item> all = new HashSet<>();
    for (List<Item> own : consumed) {
      requireAscending(own);
      all.addAll(own);
    }
    int count = consumed.stream().mapToInt(List::size).sum();
    require(
        all.size() == items && count == items,
        count + " consumed, " + all.size() + " of them different");
  }

  private static void requireAscending(List<Item> items) {
    int[] last = new int[PRODUCERS];
    Arrays.fill(last, -1);
    for (Item item : items) {
      require(item.number > last[item.producer], item + " came too late");
      last[item.producer] = item.number;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
