package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.collection.TSemaphore;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Five philosophers, five forks, and two forks needed to eat. A philosopher who picks up both at
 * once, in one transaction, holds none while waiting: there is no order to respect, and no
 * deadlock.
 */
class DiningPhilosophersTest {
  private static final int PHILOSOPHERS = 5;
  private static final int MEALS = 200;

  private final List<TSemaphore> forks =
      Stream.generate(() -> new TSemaphore(1)).limit(PHILOSOPHERS).toList();

  /** Who holds each fork, written without transactions, as a fork would be: 0 for nobody. */
  private final AtomicIntegerArray holders = new AtomicIntegerArray(PHILOSOPHERS);

  private void dine(int philosopher) {
    TSemaphore left = forks.get(philosopher);
    TSemaphore right = forks.get((philosopher + 1) % PHILOSOPHERS);
    atomic(
        () -> {
          left.acquire();
          right.acquire();
        });
    eat(philosopher);
    atomic(
        () -> {
          left.release();
          right.release();
        });
  }

  private void eat(int philosopher) {
    int[] used = {philosopher, (philosopher + 1) % PHILOSOPHERS};
    for (int fork : used) {
      assertThat(holders.getAndSet(fork, philosopher + 1)).isZero();
    }
    Threads.letOthersRun();
    for (int fork : used) {
      assertThat(holders.getAndSet(fork, 0)).isEqualTo(philosopher + 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void philosophers_whoPickUpBothForksAtOnce_allEat(Kind kind) {
    Threads.together(
        kind,
        PHILOSOPHERS,
        philosopher -> {
          for (int meal = 0; meal < MEALS; meal++) {
            dine(philosopher);
          }
        });
    assertThat(forks).allMatch(fork -> fork.availablePermits() == 1);
  }
}
