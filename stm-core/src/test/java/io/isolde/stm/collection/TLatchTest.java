package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TLatchTest {
  @ParameterizedTest
  @EnumSource
  void await_untilTheCountIsZero_waits(Kind kind) {
    TLatch latch = new TLatch(2);
    try (Threads threads = Threads.of(kind)) {
      Thread waiter = Waits.start(threads, () -> latch.await());
      latch.countDown();
      assertThat(waiter.isAlive()).isTrue();
      assertThat(latch.count()).isEqualTo(1);
      latch.countDown();
      threads.join();
    }
    latch.await();
    latch.await(Duration.ZERO);
  }

  @Test
  void countDown_atZero_staysThere() {
    TLatch latch = new TLatch(1);
    latch.countDown();
    latch.countDown();
    assertThat(latch.count()).isZero();
    assertThat(latch).hasToString("TLatch[count 0]");
    atomic(
        () -> {
          latch.countDown();
          assertThat(latch.count()).isZero();
        });
  }

  @Test
  void countDown_inATransactionThatFails_countsNothing() {
    TLatch latch = new TLatch(1);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      latch.countDown();
                      assertThat(latch.count()).isZero();
                      throw new IllegalStateException("rolls back");
                    }))
        .hasMessage("rolls back");
    assertThat(latch.count()).isEqualTo(1);
  }

  @Test
  void await_withATimeout_waitsNoLonger() {
    TLatch latch = new TLatch(1);
    assertThatThrownBy(() -> latch.await(Duration.ofMillis(1)))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThatThrownBy(() -> atomic(() -> latch.await(Duration.ofMillis(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_duringAwait_endsIt(Kind kind) {
    TLatch latch = new TLatch(1);
    try (Threads threads = Threads.of(kind)) {
      Thread waiter =
          Waits.start(
              threads,
              () ->
                  assertThatThrownBy(() -> latch.await())
                      .isInstanceOf(TransactionInterruptedException.class));
      waiter.interrupt();
      threads.join();
    }
  }

  @Test
  void count_belowZero_isRefused() {
    assertThatThrownBy(() -> new TLatch(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void countDown_byManyThreads_reachesZero(Kind kind) {
    TLatch latch = new TLatch(400);
    Threads.together(
        kind,
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            latch.countDown();
          }
          latch.await();
          assertThat(latch.count()).isZero();
        });
  }
}
