package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A watch is notified of every commit to its ref, in commit order, with the values before and
 * after.
 */
class WatchTest {
  private final List<String> events = new ArrayList<>();

  private void watch(LongRef ref) {
    ref.watch((before, after) -> events.add(before + ">" + after));
  }

  @Test
  void watch_ofEveryKindOfWrite_isToldBeforeAndAfter() {
    LongRef ref = LongRef.of(0);
    watch(ref);
    ref.set(1);
    ref.add(2);
    ref.commute(x -> x * 2);
    ref.incrementAndGet();
    atomic(() -> ref.set(10));
    atomic(() -> ref.add(5));
    atomic(
        () -> {
          ref.add(1);
          ref.commute(x -> -x);
        });
    atomic(() -> ref.set(ref.get()));
    assertThat(events)
        .containsExactly("0>1", "1>3", "3>6", "6>7", "7>10", "10>15", "15>-16", "-16>-16");
  }

  @Test
  void watch_ofEveryTypeOfRef_isTold() {
    IntRef i = IntRef.of(1);
    DoubleRef d = DoubleRef.of(1);
    BooleanRef b = BooleanRef.of(true);
    Ref<String> o = Ref.of("1");
    i.watch((before, after) -> events.add(before + ">" + after));
    d.watch((before, after) -> events.add(before + ">" + after));
    b.watch((before, after) -> events.add(before + ">" + after));
    o.watch((before, after) -> events.add(before + ">" + after));
    i.add(Integer.MAX_VALUE);
    d.add(0.5);
    b.negateAndGet();
    o.commute(x -> null);
    o.set("2");
    assertThat(events)
        .containsExactly("1>-2147483648", "1.0>1.5", "true>false", "1>null", "null>2");
  }

  @Test
  void watch_ofSeveralWritesInOneTransaction_isToldOnce() {
    LongRef ref = LongRef.of(0);
    watch(ref);
    atomic(
        () -> {
          for (int i = 1; i <= 5; i++) {
            ref.set(i);
          }
        });
    assertThat(events).containsExactly("0>5");
  }

  @Test
  void watch_ofTransactionsThatRollBackOrOnlyRead_isNotTold() {
    LongRef ref = LongRef.of(0);
    watch(ref);
    ref.get();
    atomic(() -> ref.get());
    ref.compareAndSet(7, 8);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      ref.set(1);
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    atomic(
        () ->
            assertThatThrownBy(
                    () ->
                        atomic(
                            () -> {
                              ref.set(1);
                              throw new IllegalStateException();
                            }))
                .isInstanceOf(IllegalStateException.class));
    assertThat(events).isEmpty();
  }

  @Test
  void watches_runBeforeTheHooksOfTheBody_outsideTheTransaction() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    watch(ref);
    other.watch(
        (before, after) -> {
          assertThat(Stm.inTransaction()).isFalse();
          assertThat(ref.get()).isEqualTo(1);
          ref.set(100);
          events.add("other");
        });
    ref.watch((before, after) -> events.add("second"));
    atomic(
        () -> {
          Transaction.current().afterCommit(() -> events.add("hook"));
          ref.set(1);
          other.set(1);
        });
    assertThat(events).containsExactly("0>1", "second", "other", "hook", "1>100", "second");
  }

  @Test
  void watch_whenClosed_isNotToldAnyMore() {
    LongRef ref = LongRef.of(0);
    Subscription first = ref.watch((before, after) -> events.add("first " + after));
    Subscription second = ref.watch((before, after) -> events.add("second " + after));
    ref.set(1);
    first.close();
    ref.set(2);
    first.close();
    second.close();
    ref.set(3);
    assertThat(events).containsExactly("first 1", "second 1", "second 2");
  }

  @Test
  void watch_addedTwice_isToldTwiceAndClosedOneByOne() {
    LongRef ref = LongRef.of(0);
    LongRef.Observer observer = (before, after) -> events.add("told " + after);
    Subscription first = ref.watch(observer);
    ref.watch(observer);
    ref.set(1);
    first.close();
    ref.set(2);
    assertThat(events).containsExactly("told 1", "told 1", "told 2");
  }

  @Test
  void watch_thatThrows_isReportedAndStopsNothing() {
    LongRef ref = LongRef.of(0);
    RuntimeException failure = new RuntimeException("watch");
    ref.watch(
        (before, after) -> {
          throw failure;
        });
    watch(ref);
    assertThatThrownBy(() -> ref.set(1)).isInstanceOf(AfterCommitException.class).hasCause(failure);
    assertThat(events).containsExactly("0>1");
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void watch_addedInsideATransaction_isToldOfItsCommitAndStaysWhenItFails() {
    LongRef ref = LongRef.of(0);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      watch(ref);
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    ref.set(1);
    assertThat(events).containsExactly("0>1");
  }

  /**
   * Each notification starts where the previous one ended: none is missing, repeated, or out of
   * order.
   */
  @ParameterizedTest
  @EnumSource
  void watch_besideManyWriters_isToldAnUnbrokenChain(Kind kind) {
    LongRef ref = LongRef.of(0);
    List<long[]> changes = new ArrayList<>(); // guarded by the law under test
    ref.watch((before, after) -> changes.add(new long[] {before, after}));
    int perThread = 400;
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < perThread; i++) {
            switch (number) {
              case 0 -> ref.add(1);
              case 1 -> atomic(() -> ref.set(ref.get() + 1));
              case 2 -> ref.commute(x -> x + 1);
              default -> ref.incrementAndGet();
            }
          }
        });
    assertThat(changes).hasSize(4 * perThread);
    for (int i = 0; i < changes.size(); i++) {
      assertThat(changes.get(i)).containsExactly(i, i + 1L);
    }
  }

  /**
   * It is unspecified with which commit the notifications begin, but from then on none is missing.
   */
  @Test
  void watch_addedBesideWriters_isToldEveryCommitFromThenOn() {
    LongRef ref = LongRef.of(0);
    List<Long> seen = new ArrayList<>(); // guarded by the law under test
    try (Threads threads = Threads.platform()) {
      threads.repeat(ref::increment);
      threads.repeat(() -> atomic(() -> ref.add(1)));
      Threads.until(() -> ref.get() > 100);
      long known = ref.get();
      Subscription watch = ref.watch((before, after) -> seen.add(after));
      try (watch) {
        long before = ref.get();
        Threads.until(() -> ref.get() > before + 1_000);
      }
      threads.finish();
      assertThat(seen.get(0)).isGreaterThan(known);
    }
    for (int i = 1; i < seen.size(); i++) {
      assertThat(seen.get(i)).isEqualTo(seen.get(i - 1) + 1);
    }
  }
}
