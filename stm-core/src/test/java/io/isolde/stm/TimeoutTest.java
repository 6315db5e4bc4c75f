package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A timeout bounds waiting. After it has passed, nothing has changed, and the message says what the
 * transaction waited for.
 */
class TimeoutTest {
  private static final TransactionOptions BRIEF =
      TransactionOptions.named("brief").withTimeout(Duration.ofMillis(1));
  private static final TransactionOptions AMPLE =
      TransactionOptions.timeout(Duration.ofDays(1_000_000));

  @Test
  void timeout_duringRetry_endsTheWaitAndChangesNothing() {
    LongRef ref = LongRef.of(0);
    LongRef written = LongRef.of(0);
    AtomicInteger rolledBack = new AtomicInteger();
    assertThatThrownBy(
            () ->
                atomic(
                    BRIEF,
                    () -> {
                      written.set(1);
                      Transaction.current().afterRollback(rolledBack::incrementAndGet);
                      check(ref.get() == 1);
                    }))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContainingAll(
            "transaction 'brief'",
            "rolled back",
            "PT0.001S",
            "waited for a change in retry",
            "attempts: 1");
    assertThat(written.get()).isZero();
    assertThat(rolledBack).hasValue(1);
    assertThat(Stm.inTransaction()).isFalse();
  }

  @Test
  void timeout_duringRetryInASnapshot_endsTheWait() {
    LongRef ref = LongRef.of(0);
    assertThatThrownBy(() -> snapshot(BRIEF, () -> check(ref.get() == 1)))
        .isInstanceOf(TransactionTimeoutException.class);
  }

  @Test
  void timeout_ofZero_allowsOneAttempt() {
    LongRef ref = LongRef.of(0);
    TransactionOptions options = TransactionOptions.timeout(Duration.ZERO);
    atomic(options, () -> ref.set(1));
    assertThat(ref.get()).isEqualTo(1);
    AtomicInteger bodies = new AtomicInteger();
    assertThatThrownBy(
            () ->
                atomic(
                    options,
                    () -> {
                      bodies.incrementAndGet();
                      check(ref.get() == 2);
                    }))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThat(bodies).hasValue(1);
  }

  @Test
  void timeout_withAConflictAfterIt_endsTheTransaction() {
    LongRef ref = LongRef.named("contended", 0);
    AtomicInteger bodies = new AtomicInteger();
    assertThatThrownBy(
            () ->
                atomic(
                    TransactionOptions.timeout(Duration.ZERO),
                    () -> {
                      bodies.incrementAndGet();
                      ref.get();
                      Threads.elsewhere(ref::increment);
                      ref.set(100);
                    }))
        .isInstanceOf(TransactionTimeoutException.class)
        .hasMessageContainingAll("kept losing", "attempts: 1", "'contended'");
    assertThat(bodies).hasValue(1);
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void timeout_thatIsAmple_disturbsNothing() {
    LongRef ref = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      threads.start(() -> atomic(AMPLE, () -> check(ref.get() == 1)));
      Threads.until(() -> Stm.statistics().waits() > waits);
      ref.set(1);
      threads.join();
    }
    int attempts =
        atomic(
            AMPLE,
            () -> {
              long seen = ref.get();
              if (Transaction.current().attempt() <= 3) {
                Threads.elsewhere(ref::increment);
              }
              ref.set(seen);
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(4);
  }

  @Test
  void timeout_ofANestedBlock_hasNoEffect() {
    LongRef ref = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      Thread waiter = threads.start(() -> atomic(() -> atomic(BRIEF, () -> check(ref.get() == 1))));
      Threads.until(() -> Stm.statistics().waits() > waits);
      Threads.untilParked(waiter);
      assertThat(waiter.getState()).isEqualTo(Thread.State.WAITING);
      ref.set(1);
      threads.join();
    }
  }

  @Test
  void await_withTimeout_returnsTheValueOrThrows() {
    LongRef l = LongRef.of(1);
    IntRef i = IntRef.of(1);
    DoubleRef d = DoubleRef.of(1);
    Ref<String> o = Ref.of("1");
    BooleanRef b = BooleanRef.of(true);
    Duration brief = Duration.ofMillis(1);
    assertThat(l.await(x -> x == 1, brief)).isEqualTo(1);
    assertThat(i.await(x -> x == 1, brief)).isEqualTo(1);
    assertThat(d.await(x -> x == 1, brief)).isEqualTo(1);
    assertThat(o.await("1"::equals, brief)).isEqualTo("1");
    b.await(brief);
    assertThatThrownBy(() -> l.await(x -> x == 2, brief))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThatThrownBy(() -> i.await(x -> x == 2, brief))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThatThrownBy(() -> d.await(x -> x == 2, brief))
        .isInstanceOf(TransactionTimeoutException.class);
    assertThatThrownBy(() -> o.await("2"::equals, brief))
        .isInstanceOf(TransactionTimeoutException.class);
    b.set(false);
    assertThatThrownBy(() -> b.await(brief)).isInstanceOf(TransactionTimeoutException.class);
  }

  @Test
  void await_withTimeoutInsideATransaction_isRefused() {
    LongRef ref = LongRef.of(1);
    assertThatThrownBy(() -> atomic(() -> ref.await(x -> x == 1, Duration.ofDays(1))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void timeout_thatIsNegative_isRefused() {
    assertThatThrownBy(() -> TransactionOptions.timeout(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("negative", "PT-0.000000001S");
    LongRef ref = LongRef.of(1);
    assertThatThrownBy(() -> ref.await(x -> x == 1, Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lossesMax_reached_endsTheTransactionAndChangesNothing() {
    LongRef ref = LongRef.named("contended", 0);
    AtomicInteger bodies = new AtomicInteger();
    assertThatThrownBy(
            () ->
                atomic(
                    TransactionOptions.named("timid").withLossesMax(3),
                    () -> {
                      bodies.incrementAndGet();
                      ref.get();
                      Threads.elsewhere(ref::increment);
                      ref.set(100);
                    }))
        .isInstanceOf(TooManyAttemptsException.class)
        .hasMessageContainingAll("transaction 'timid'", "3 attempts", "'contended'");
    assertThat(bodies).hasValue(3);
    assertThat(ref.get()).isEqualTo(3);
  }

  @Test
  void lossesMax_belowOne_isRefused() {
    assertThatThrownBy(() -> TransactionOptions.DEFAULT.withLossesMax(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("at least 1", "0");
  }

  @Test
  void options_areSeenInside() {
    TransactionOptions options =
        TransactionOptions.named("a name").withTimeout(Duration.ofHours(1)).withLossesMax(7);
    assertThat(options.name()).isEqualTo("a name");
    assertThat(options.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(options.lossesMax()).isEqualTo(7);
    assertThat(options).hasToString("transaction 'a name', timeout PT1H, losses at most 7");
    assertThat(atomic(options, () -> Transaction.current().name())).isEqualTo("a name");
    assertThat(atomic(() -> Transaction.current().name())).isNull();
    assertThat(
            atomic(
                options,
                () ->
                    atomic(TransactionOptions.named("inner"), () -> Transaction.current().name())))
        .isEqualTo("a name");
  }
}
