package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many virtual threads that wait at once, and that are inside transactions at once. */
class ManyVirtualThreadsTest {
  @Test
  void threads_waitingBesideOthersInsideTransactions_allComplete() {
    complete(10_000, 1_000);
  }

  @Test
  @Tag("long")
  void aMillionThreads_waitingBesideAHundredThousandInsideTransactions_allComplete() {
    complete(1_000_000, 100_000);
  }

  /** All threads are there at once: those that wait in retry, and those parked in a body. */
  private static void complete(int waiting, int inside) {
    BooleanRef go = BooleanRef.of(false);
    LongRef completed = LongRef.of(0);
    CountDownLatch allInside = new CountDownLatch(inside);
    CountDownLatch leave = new CountDownLatch(1);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      long waits = Stm.statistics().waits();
      for (int i = 0; i < waiting; i++) {
        threads.start(
            () -> {
              go.await();
              completed.add(1);
            });
      }
      for (int i = 0; i < inside; i++) {
        threads.start(
            () ->
                atomic(
                    () -> {
                      completed.add(1);
                      allInside.countDown();
                      leave.await();
                    }));
      }
      Threads.until(() -> Stm.statistics().waits() >= waits + waiting && allInside.getCount() == 0);
      assertThat(completed.get()).isZero();
      go.set(true);
      completed.await(count -> count == waiting);
      leave.countDown();
      threads.join();
    }
    assertThat(completed.get()).isEqualTo(waiting + inside);
  }

  /**
   * A trap of the predecessors: more open transactions than slots in some table. Here all bodies
   * are inside at the same time.
   */
  @Test
  void threads_insideTransactionsAtOnce_allCommit() {
    int count = 5_000;
    LongRef entered = LongRef.of(0);
    LongRef left = LongRef.of(0);
    List<LongRef> own = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      own.add(LongRef.of(0));
    }
    CountDownLatch allInside = new CountDownLatch(count);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < count; i++) {
        LongRef mine = own.get(i);
        threads.start(
            () ->
                atomic(
                    () -> {
                      mine.set(mine.get() + 1);
                      entered.add(1);
                      allInside.countDown();
                      allInside.await();
                      left.add(1);
                    }));
      }
      threads.join();
    }
    assertThat(entered.get()).isEqualTo(count);
    assertThat(left.get()).isEqualTo(count);
    assertThat(own).allSatisfy(ref -> assertThat(ref.get()).isEqualTo(1));
  }

  @Test
  void threads_eachWithOneTransactionOnHotRefs_preserveTheTotal() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    try (Threads threads = Threads.of(Kind.VIRTUAL)) {
      for (int i = 0; i < 1_000; i++) {
        threads.start(
            () ->
                atomic(
                    () -> {
                      a.set(a.get() - 1);
                      Threads.letOthersRun();
                      b.set(b.get() + 1);
                    }));
      }
      threads.join();
    }
    assertThat(a.get()).isEqualTo(-1_000);
    assertThat(b.get()).isEqualTo(1_000);
  }
}
