package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change wakes the waiters that it may serve, and not all of them. */
class WakeUpsTest {
  private static final int BORROWERS = 4_000;
  private static final int RESOURCES = 3;

  /** A pool from which a few resources are borrowed and to which they are given back. */
  interface Pool {
    Object borrow() throws InterruptedException;

    void giveBack(Object resource) throws InterruptedException;
  }

  private static Pool of(BlockingQueue<Object> queue) {
    for (int i = 0; i < RESOURCES; i++) {
      queue.add(i);
    }
    return new Pool() {
      @Override
      public Object borrow() throws InterruptedException {
        return queue.take();
      }

      @Override
      public void giveBack(Object resource) throws InterruptedException {
        queue.put(resource);
      }
    };
  }

  private static Pool inTransactions(BlockingQueue<Object> queue) {
    Pool pool = of(queue);
    return new Pool() {
      @Override
      public Object borrow() throws InterruptedException {
        return atomic(pool::borrow);
      }

      @Override
      public void giveBack(Object resource) throws InterruptedException {
        atomic(() -> pool.giveBack(resource));
      }
    };
  }

  private static Pool of(TSemaphore semaphore) {
    return new Pool() {
      @Override
      public Object borrow() {
        semaphore.acquire();
        return semaphore;
      }

      @Override
      public void giveBack(Object resource) {
        semaphore.release();
      }
    };
  }

  private static Pool ofARefToAList() {
    Ref<List<Integer>> free = Ref.of(List.of(1, 2, 3));
    return new Pool() {
      @Override
      public Object borrow() {
        return atomic(
            () -> {
              List<Integer> present = free.get();
              check(!present.isEmpty());
              free.set(List.copyOf(present.subList(1, present.size())));
              return present.getFirst();
            });
      }

      @Override
      public void giveBack(Object resource) {
        free.updateAndGet(
            present -> Stream.concat(present.stream(), Stream.of((int) resource)).toList());
      }
    };
  }

  private static Stream<Named<Pool>> pools() {
    return Stream.of(
        Named.of("TSemaphore", of(new TSemaphore(RESOURCES))),
        Named.of("TQueue", of(new TQueue<>())),
        Named.of("TQueue, bounded", of(new TQueue<>(RESOURCES))),
        Named.of("TDeque", of(new TDeque<>())),
        Named.of("TPriorityQueue", of(new TPriorityQueue<>())),
        Named.of("TQueue in transactions", inTransactions(new TQueue<>())),
        Named.of("a ref to a list", ofARefToAList()));
  }

  @ParameterizedTest
  @MethodSource("pools")
  void pool_withFarMoreBorrowersThanResources_wakesFewForEachReturn(Pool pool) {
    List<Object> first = Stream.generate(() -> borrowed(pool)).limit(RESOURCES).toList();
    long waits = Stm.statistics().waits();
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < BORROWERS; i++) {
        threads.start(() -> borrowAndGiveBack(pool));
      }
      Threads.until(() -> Stm.statistics().waits() >= waits + BORROWERS);
      Threads.ignoringFailure(
          () -> {
            for (Object resource : first) {
              pool.giveBack(resource);
            }
          });
      threads.join();
    }
    long wakeUps = Stm.statistics().waits() - waits;
    assertThat(wakeUps).isLessThan(8 * BORROWERS);
  }

  private static Object borrowed(Pool pool) {
    try {
      return pool.borrow();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void borrowAndGiveBack(Pool pool) throws InterruptedException {
    Object resource = pool.borrow();
    for (int i = 0; i < 20; i++) {
      Threads.letOthersRun();
    }
    pool.giveBack(resource);
  }

  @Test
  void changes_oneByOne_serveThoseWhoWaitInOrderOfArrival() {
    TSemaphore semaphore = new TSemaphore(0);
    List<Integer> served = Collections.synchronizedList(new ArrayList<>());
    try (Threads threads = Threads.platform()) {
      for (int i = 0; i < 5; i++) {
        int number = i;
        long waits = Stm.statistics().waits();
        Thread thread =
            threads.start(
                () -> {
                  semaphore.acquire();
                  served.add(number);
                });
        Threads.until(() -> Stm.statistics().waits() > waits);
        Threads.untilParked(thread);
      }
      for (int i = 1; i <= 5; i++) {
        int count = i;
        semaphore.release();
        Threads.until(() -> served.size() == count);
      }
      threads.join();
    }
    assertThat(served).containsExactly(0, 1, 2, 3, 4);
  }

  /** Waiters that cannot be served yet pass the wake-up on to those that can. */
  @Test
  void change_forTheLastInLine_reachesIt() {
    LongRef turn = LongRef.of(-1);
    int count = 200;
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      long waits = Stm.statistics().waits();
      for (int i = 0; i < count; i++) {
        int mine = i;
        threads.start(
            () ->
                atomic(
                    () -> {
                      check(turn.get() == mine);
                      turn.set(mine - 1);
                    }));
      }
      Threads.until(() -> Stm.statistics().waits() >= waits + count);
      turn.set(count - 1);
      threads.join();
    }
    assertThat(turn.get()).isEqualTo(-1);
  }

  /** A write of the value that the ref already holds is no change. */
  @Test
  void change_thatIsUndone_wakesNobodyMore() {
    LongRef ref = LongRef.of(0);
    long waits = Stm.statistics().waits();
    try (Threads threads = Threads.platform()) {
      Thread waiter = threads.start(() -> ref.await(x -> x == 2));
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      for (int i = 0; i < 100; i++) {
        ref.set(0);
      }
      assertThat(Stm.statistics().waits()).isEqualTo(waits + 1);
      ref.set(2);
      threads.join();
    }
  }
}
