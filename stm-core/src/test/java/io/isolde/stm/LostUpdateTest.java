package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lost update: two transactions read the same value, and the second to write overwrites what the
 * first wrote.
 */
class LostUpdateTest {
  private static final int THREADS = 4;
  private static final int ROUNDS = 2_000;

  @Test
  void lostUpdate_otherCommitsBetweenReadAndWrite_bodyRunsAgain() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          long seen = ref.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> ref.set(10));
          }
          ref.set(seen + 1);
        });
    assertThat(ref.get()).isEqualTo(11);
    assertThat(bodies).hasValue(2);
  }

  @Test
  void lostUpdate_otherCommitsTheSameValue_bodyRunsAgain() {
    Ref<String> ref = Ref.of("same");
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          String seen = ref.get();
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(() -> ref.set("same"));
          }
          ref.set(seen + " and more");
        });
    assertThat(ref.get()).isEqualTo("same and more");
    assertThat(bodies).hasValue(2);
  }

  @Test
  void lostUpdate_writeBeforeTheOtherCommits_bodyRunsAgain() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          ref.set(ref.get() + 1);
          if (bodies.incrementAndGet() == 1) {
            Threads.elsewhere(ref::incrementAndGet);
          }
        });
    assertThat(ref.get()).isEqualTo(2);
    assertThat(bodies).hasValue(2);
  }

  @Test
  void lostUpdate_blindWriteBesideAnother_lastOneWinsWithoutRepetition() {
    LongRef ref = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          bodies.incrementAndGet();
          ref.set(1);
          Threads.elsewhere(() -> ref.set(2));
        });
    assertThat(ref.get()).isEqualTo(1);
    assertThat(bodies).hasValue(1);
  }

  /** Ways to count one up. */
  interface Counter {
    void increment();

    long value();
  }

  private static Counter counter(Runnable increment, LongSupplier value) {
    return new Counter() {
      @Override
      public void increment() {
        increment.run();
      }

      @Override
      public long value() {
        return value.getAsLong();
      }
    };
  }

  private static Stream<Arguments> countersAndKinds() {
    return Stream.of(Kind.values())
        .flatMap(kind -> counters().map(counter -> Arguments.of(counter, kind)));
  }

  private static Stream<Named<Counter>> counters() {
    LongRef l = LongRef.of(0);
    LongRef added = LongRef.of(0);
    IntRef i = IntRef.of(0);
    DoubleRef d = DoubleRef.of(0);
    Ref<Long> object = Ref.of(0L);
    Ref<Long> commuted = Ref.of(0L);
    LongRef compared = LongRef.of(0);
    LongRef mixed = LongRef.of(0);
    BooleanRef odd = BooleanRef.of(false);
    return Stream.of(
        Named.of(
            "get and set in a transaction",
            counter(() -> atomic(() -> l.set(l.get() + 1)), l::get)),
        Named.of("LongRef.add outside", counter(() -> added.add(1), added::get)),
        Named.of("IntRef.incrementAndGet outside", counter(i::incrementAndGet, i::get)),
        Named.of(
            "DoubleRef.add in a transaction",
            counter(() -> atomic(() -> d.add(1)), () -> (long) d.get())),
        Named.of(
            "Ref.updateAndGet outside",
            counter(() -> object.updateAndGet(x -> x + 1), object::get)),
        Named.of("Ref.commute outside", counter(() -> commuted.commute(x -> x + 1), commuted::get)),
        Named.of(
            "compareAndSet outside",
            counter(() -> increaseByCompareAndSet(compared), compared::get)),
        Named.of(
            "all that a LongRef has, by turns",
            counter(
                () -> {
                  odd.negateAndGet();
                  increaseInSomeWay(mixed);
                },
                mixed::get)));
  }

  private static void increaseByCompareAndSet(LongRef ref) {
    long seen;
    do {
      seen = ref.get();
    } while (!ref.compareAndSet(seen, seen + 1));
  }

  private static void increaseInSomeWay(LongRef ref) {
    switch (ThreadLocalRandom.current().nextInt(5)) {
      case 0 -> ref.add(1);
      case 1 -> ref.getAndIncrement();
      case 2 -> ref.commute(x -> x + 1);
      case 3 -> ref.getAndUpdate(x -> x + 1);
      default -> atomic(() -> atomic(() -> ref.set(ref.get() + 1)));
    }
  }

  @ParameterizedTest
  @MethodSource("countersAndKinds")
  void lostUpdate_underContention_isImpossible(Counter counter, Kind kind) {
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < ROUNDS; i++) {
            counter.increment();
          }
        });
    assertThat(counter.value()).isEqualTo(THREADS * ROUNDS);
  }

  @ParameterizedTest
  @EnumSource
  void lostUpdate_ofOneBoolean_isImpossible(Kind kind) {
    BooleanRef ref = BooleanRef.of(false);
    AtomicInteger turnedTrue = new AtomicInteger();
    AtomicInteger turnedFalse = new AtomicInteger();
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < ROUNDS; i++) {
            (ref.negateAndGet() ? turnedTrue : turnedFalse).incrementAndGet();
          }
        });
    assertThat(turnedTrue).hasValue(THREADS * ROUNDS / 2);
    assertThat(turnedFalse).hasValue(THREADS * ROUNDS / 2);
  }
}
