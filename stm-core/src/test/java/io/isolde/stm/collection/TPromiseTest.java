package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TPromiseTest {
  private final RuntimeException cause = new IllegalArgumentException("the cause");

  @ParameterizedTest
  @EnumSource
  void await_untilTheValueIsThere_waits(Kind kind) {
    TPromise<String> promise = new TPromise<>();
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(promise.await()).isEqualTo("value"));
      Waits.start(threads, () -> assertThat(promise.await(Duration.ofDays(1))).isEqualTo("value"));
      assertThat(promise.complete("value")).isTrue();
      threads.join();
    }
    assertThat(promise.await()).isEqualTo("value");
  }

  @Test
  void complete_ofACompletePromise_changesNothing() {
    TPromise<String> promise = new TPromise<>();
    assertThat(promise.isDone()).isFalse();
    assertThat(promise.tryGet()).isNull();
    assertThat(promise).hasToString("TPromise[not complete]");
    assertThat(promise.complete("a")).isTrue();
    assertThat(promise.complete("b")).isFalse();
    assertThat(promise.completeExceptionally(cause)).isFalse();
    assertThat(promise.isDone()).isTrue();
    assertThat(promise.tryGet()).isEqualTo("a");
  }

  @Test
  void failure_isThrownToWhoeverAsks() {
    TPromise<String> promise = new TPromise<>();
    assertThat(promise.completeExceptionally(cause)).isTrue();
    assertThat(promise.isDone()).isTrue();
    assertThatThrownBy(() -> promise.await())
        .isInstanceOf(CompletionException.class)
        .hasCause(cause);
    assertThatThrownBy(() -> promise.await(Duration.ZERO))
        .isInstanceOf(CompletionException.class)
        .hasCause(cause);
    assertThatThrownBy(promise::tryGet).isInstanceOf(CompletionException.class).hasCause(cause);
  }

  @Test
  void failure_inATransaction_rollsItBack() {
    LongRef ref = LongRef.of(0);
    TPromise<String> promise = new TPromise<>();
    promise.completeExceptionally(cause);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      return promise.await();
                    }))
        .hasCause(cause);
    assertThat(ref.get()).isZero();
  }

  @Test
  void complete_inATransactionThatFails_completesNothing() {
    TPromise<String> promise = new TPromise<>();
    CompletableFuture<String> future = promise.toFuture();
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      promise.complete("a");
                      assertThat(promise.await()).isEqualTo("a");
                      throw new IllegalStateException("rolls back");
                    }))
        .hasMessage("rolls back");
    assertThat(promise.isDone()).isFalse();
    assertThat(future).isNotDone();
  }

  @ParameterizedTest
  @EnumSource
  void orElse_overTwoPromises_waitsForTheFirst(Kind kind) {
    TPromise<String> a = new TPromise<>();
    TPromise<String> b = new TPromise<>();
    try (Threads threads = Threads.of(kind)) {
      Waits.start(threads, () -> assertThat(firstOf(a, b)).isEqualTo("b"));
      b.complete("b");
      threads.join();
    }
  }

  private static String firstOf(TPromise<String> a, TPromise<String> b) {
    return orElse(() -> a.await(), () -> b.await());
  }

  @Test
  void await_withATimeout_waitsNoLonger() {
    TPromise<String> promise = new TPromise<>();
    assertThatThrownBy(() -> promise.await(Duration.ofMillis(1)))
        .isInstanceOf(TransactionTimeoutException.class);
    promise.complete("a");
    assertThatThrownBy(() -> atomic(() -> promise.await(Duration.ofDays(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource
  void interrupt_duringAwait_endsIt(Kind kind) {
    TPromise<String> promise = new TPromise<>();
    try (Threads threads = Threads.of(kind)) {
      Thread waiter =
          Waits.start(
              threads,
              () ->
                  assertThatThrownBy(() -> promise.await())
                      .isInstanceOf(TransactionInterruptedException.class));
      waiter.interrupt();
      threads.join();
    }
    assertThat(promise.isDone()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway")
  void null_isRefused() {
    TPromise<String> promise = new TPromise<>();
    assertThatThrownBy(() -> promise.complete(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> promise.completeExceptionally(null))
        .isInstanceOf(NullPointerException.class);
    assertThat(promise.isDone()).isFalse();
  }

  // ---- futures ----

  @Test
  void future_isCompletedAfterTheCommit() {
    TPromise<String> promise = new TPromise<>();
    CompletableFuture<String> before = promise.toFuture();
    atomic(
        () -> {
          promise.complete("a");
          assertThat(before).isNotDone();
        });
    assertThat(before).isCompletedWithValue("a");
    assertThat(promise.toFuture()).isCompletedWithValue("a");
  }

  @Test
  void future_ofAFailure_hasItsCause() {
    TPromise<String> promise = new TPromise<>();
    CompletableFuture<String> before = promise.toFuture();
    promise.completeExceptionally(cause);
    assertThatThrownBy(before::join).hasCause(cause);
    assertThatThrownBy(() -> promise.toFuture().join()).hasCause(cause);
  }

  @Test
  void future_thatIsCancelled_isNoConcernOfThePromise() {
    TPromise<String> promise = new TPromise<>();
    CompletableFuture<String> cancelled = promise.toFuture();
    CompletableFuture<String> other = promise.toFuture();
    cancelled.cancel(true);
    assertThat(promise.isDone()).isFalse();
    promise.complete("a");
    assertThat(cancelled).isCancelled();
    assertThat(other).isCompletedWithValue("a");
  }

  @Test
  void future_insideATransaction_isRefused() {
    TPromise<String> promise = new TPromise<>();
    assertThatThrownBy(() -> atomic(promise::toFuture)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void complete_byManyThreads_succeedsOnce() {
    for (int i = 0; i < 100; i++) {
      TPromise<Integer> promise = new TPromise<>();
      AtomicInteger winners = new AtomicInteger();
      Threads.together(
          Kind.PLATFORM,
          3,
          thread -> {
            if (thread < 2) {
              winners.addAndGet(promise.complete(thread) ? 1 : 0);
            } else {
              assertThat(promise.toFuture().join()).isBetween(0, 1);
            }
          });
      assertThat(winners).hasValue(1);
    }
  }
}
