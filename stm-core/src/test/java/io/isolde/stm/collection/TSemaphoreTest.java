package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.TransactionInterruptedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TSemaphoreTest {
  @ParameterizedTest
  @EnumSource
  void acquire_withoutEnoughPermits_waitsForThem(Kind kind) {
    TSemaphore semaphore = new TSemaphore(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> semaphore.acquire(3));
      semaphore.release(2);
      threads.join();
    }
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void tryAcquire_takesAllOrNone() {
    TSemaphore semaphore = new TSemaphore(3);
    assertThat(semaphore.tryAcquire(4)).isFalse();
    assertThat(semaphore.tryAcquire(2)).isTrue();
    assertThat(semaphore.tryAcquire()).isTrue();
    assertThat(semaphore.tryAcquire()).isFalse();
    assertThat(semaphore.tryAcquire(0)).isTrue();
    assertThat(semaphore).hasToString("TSemaphore[0 permits]");
    semaphore.release(5);
    assertThat(semaphore.drainPermits()).isEqualTo(5);
    assertThat(semaphore.availablePermits()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tryAcquire_withATimeout_waitsNoLonger(Kind kind) {
    TSemaphore semaphore = new TSemaphore(1);
    assertThat(semaphore.tryAcquire(2, Duration.ofMillis(1))).isFalse();
    assertThat(semaphore.tryAcquire(2, Duration.ZERO)).isFalse();
    assertThat(semaphore.availablePermits()).isEqualTo(1);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(semaphore.tryAcquire(2, Duration.ofDays(1))).isTrue());
      semaphore.release();
      threads.join();
    }
    assertThat(semaphore.availablePermits()).isZero();
  }

  @Test
  void tryAcquire_withATimeoutInATransaction_isRefused() {
    TSemaphore semaphore = new TSemaphore(1);
    assertThatThrownBy(() -> atomic(() -> semaphore.tryAcquire(Duration.ofDays(1))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void permits_ofATransactionThatFails_areGivenBack() {
    TSemaphore a = new TSemaphore(1);
    TSemaphore b = new TSemaphore(0);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      a.acquire();
                      b.release(7);
                      throw new IllegalStateException("rolls back");
                    }))
        .hasMessage("rolls back");
    assertThat(a.availablePermits()).isEqualTo(1);
    assertThat(b.availablePermits()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void acquire_ofTwoSemaphores_takesBothOrNone(Kind kind) {
    TSemaphore a = new TSemaphore(1);
    TSemaphore b = new TSemaphore(0);
    try (Threads threads = Threads.of(kind)) {
      Waits.start(
          threads,
          () ->
              atomic(
                  () -> {
                    a.acquire();
                    b.acquire();
                  }));
      assertThat(a.availablePermits()).isEqualTo(1);
      b.release();
      threads.join();
    }
    assertThat(a.availablePermits() + b.availablePermits()).isZero();
  }

  @Test
  void orElse_overTwoSemaphores_takesTheFirstThatHasOne() {
    TSemaphore a = new TSemaphore(0);
    TSemaphore b = new TSemaphore(1);
    orElse(() -> a.acquire(), () -> b.acquire());
    assertThat(b.availablePermits()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_duringAcquire_changesNothing(Kind kind) {
    TSemaphore semaphore = new TSemaphore(1);
    try (Threads threads = Threads.of(kind)) {
      Thread waiter =
          Waits.start(
              threads,
              () ->
                  assertThatThrownBy(() -> semaphore.acquire(2))
                      .isInstanceOf(TransactionInterruptedException.class));
      waiter.interrupt();
      threads.join();
    }
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  @Test
  void counts_belowZero_areRefused() {
    TSemaphore semaphore = new TSemaphore(1);
    assertThatThrownBy(() -> new TSemaphore(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.acquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(-1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.tryAcquire(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> semaphore.release(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(semaphore.availablePermits()).isEqualTo(1);
  }

  /** A semaphore with two permits: never more than two threads are between acquire and release. */
  @ParameterizedTest
  @EnumSource
  void semaphore_underContention_letsInNoMoreThanItsPermits(Kind kind) {
    TSemaphore semaphore = new TSemaphore(2);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger insideMax = new AtomicInteger();
    Threads.together(
        kind,
        4,
        thread -> {
          for (int i = 0; i < 1_000; i++) {
            semaphore.acquire();
            insideMax.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Threads.letOthersRun();
            inside.decrementAndGet();
            semaphore.release();
          }
        });
    assertThat(insideMax.get()).isBetween(1, 2);
    assertThat(semaphore.availablePermits()).isEqualTo(2);
  }
}
