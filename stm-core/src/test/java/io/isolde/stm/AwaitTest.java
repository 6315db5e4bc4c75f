package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Waiting for the value of one ref. With a timeout: {@link TimeoutTest}. */
class AwaitTest {
  /** A wait for a value that is not there yet, and the write that ends it. */
  record Wait(Supplier<Object> awaited, Runnable write, Object expected) {}

  private static Stream<Named<Wait>> waits() {
    LongRef l = LongRef.of(0);
    IntRef i = IntRef.of(0);
    DoubleRef d = DoubleRef.of(0);
    Ref<String> o = Ref.of(null);
    BooleanRef b = BooleanRef.of(false);
    LongRef inside = LongRef.of(0);
    return Stream.of(
        Named.of("LongRef", new Wait(() -> l.await(x -> x > 0), () -> l.set(1), 1L)),
        Named.of("IntRef", new Wait(() -> i.await(x -> x > 0), () -> i.add(2), 2)),
        Named.of("DoubleRef", new Wait(() -> d.await(x -> x > 0), () -> d.set(3), 3.0)),
        Named.of("Ref", new Wait(() -> o.await(x -> x != null), () -> o.set("4"), "4")),
        Named.of(
            "BooleanRef",
            new Wait(
                () -> {
                  b.await();
                  return b.get();
                },
                () -> b.negateAndGet(),
                true)),
        Named.of(
            "LongRef inside a transaction",
            new Wait(() -> atomic(() -> inside.await(x -> x > 0) + 1), () -> inside.set(5), 6L)));
  }

  @ParameterizedTest
  @MethodSource("waits")
  void await_untilAnotherThreadWrites_returnsTheValue(Wait wait) {
    List<Object> results = new ArrayList<>();
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      threads.start(() -> results.add(wait.awaited().get()));
      Threads.until(() -> Stm.statistics().waits() > waits);
      assertThat(results).isEmpty();
      wait.write().run();
      threads.join();
    }
    assertThat(results).containsExactly(wait.expected());
  }

  @Test
  void await_ofAConditionThatHolds_doesNotWait() {
    long waits = Stm.statistics().waits();
    assertThat(LongRef.of(3).await(x -> x == 3)).isEqualTo(3);
    assertThat(atomic(() -> IntRef.of(3).await(x -> x == 3))).isEqualTo(3);
    BooleanRef.of(true).await();
    assertThat(Stm.statistics().waits()).isEqualTo(waits);
  }

  @Test
  void await_inABranch_letsTheOtherRun() {
    LongRef ref = LongRef.of(0);
    assertThat(orElse(() -> ref.await(x -> x == 1), () -> -1L)).isEqualTo(-1);
  }

  @Test
  void await_ofItsOwnWrite_doesNotWait() {
    LongRef ref = LongRef.of(0);
    long found =
        atomic(
            () -> {
              ref.add(2);
              return ref.await(x -> x == 2);
            });
    assertThat(found).isEqualTo(2);
  }

  /** A latch: every thread counts down, and all wait for the last. */
  @ParameterizedTest
  @EnumSource
  void await_ofACountdown_letsAllGoTogether(Kind kind) {
    for (int round = 0; round < 50; round++) {
      IntRef left = IntRef.of(4);
      Threads.together(
          kind,
          4,
          number -> {
            left.decrement();
            assertThat(left.await(x -> x == 0)).isZero();
          });
    }
  }
}
