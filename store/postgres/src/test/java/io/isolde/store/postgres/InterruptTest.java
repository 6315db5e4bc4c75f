package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionInterruptedException;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Interrupts of callers close no connection and lose none. */
class InterruptTest {
  private static final int INTERRUPTS = 1000;
  private static final int AT_A_TIME = 20;

  private static List<String> backends() {
    return Server.query("select pid from pg_stat_activity where application_name = 'isolde'");
  }

  private static void work(StoreMap<Integer, Integer> map, StoreCounter counter, int number) {
    map.store()
        .transact(
            () -> {
              map.merge(number % 7, 1, Integer::sum);
              map.merge((number + 1) % 7, 1, Integer::sum);
              counter.increment();
            });
  }

  @Test
  void interrupt_insideOfStatements_closesNoConnectionAndLosesNone() throws Exception {
    Random random = new Random(2026);
    AtomicInteger finished = new AtomicInteger();
    Semaphore places = new Semaphore(AT_A_TIME);
    try (Store store = Store.open(Server.fresh() + "&pool=5");
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      StoreMap<Integer, Integer> map = store.map("map", Integer.class, Integer.class);
      StoreCounter counter = store.counter("counter");
      List<Future<?>> warmUp = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        warmUp.add(threads.submit(() -> work(map, counter, number)));
      }
      for (Future<?> future : warmUp) {
        future.get(30, TimeUnit.SECONDS);
      }
      List<String> before = backends();

      List<Thread> interrupted = new ArrayList<>();
      for (int i = 0; i < INTERRUPTS; i++) {
        int number = i;
        places.acquire();
        Thread thread =
            Thread.startVirtualThread(
                () -> {
                  try {
                    work(map, counter, number);
                    finished.incrementAndGet();
                  } catch (TransactionInterruptedException e) {
                    // as intended
                  } finally {
                    places.release();
                  }
                });
        TimeUnit.MICROSECONDS.sleep(random.nextInt(3000));
        thread.interrupt();
        interrupted.add(thread);
      }
      for (Thread thread : interrupted) {
        assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
      }

      assertThat(finished.get()).isLessThan(INTERRUPTS);
      assertThat(backends()).as("connections that were there before").containsAll(before);
      store.transact(
          () ->
              assertThat(map.values().stream().mapToInt(Integer::intValue).sum())
                  .isEqualTo(2 * (int) counter.get()));
      assertAllConnectionsWork(store, counter, threads);
    }
  }

  /** As many transactions at a time as there are connections all get one. */
  private static void assertAllConnectionsWork(
      Store store, StoreCounter counter, ExecutorService threads) throws Exception {
    var together = new java.util.concurrent.CyclicBarrier(5);
    List<Future<Long>> readers = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      readers.add(
          threads.submit(
              () ->
                  store.snapshot(
                      () -> {
                        together.await(10, TimeUnit.SECONDS);
                        return counter.get();
                      })));
    }
    for (Future<Long> reader : readers) {
      assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
    }
  }
}
