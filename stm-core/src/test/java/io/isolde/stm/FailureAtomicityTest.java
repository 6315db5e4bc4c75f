package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.checks.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Failure atomicity: whatever is thrown, from wherever, nothing has changed, and the caller gets
 * exactly what was thrown.
 */
class FailureAtomicityTest {
  /**
   * A few refs of every type, all in the same state, and a transaction on them that fails in some
   * way.
   */
  static final class World {
    final LongRef l = LongRef.of(1);
    final IntRef i = IntRef.of(1);
    final DoubleRef d = DoubleRef.of(1);
    final BooleanRef b = BooleanRef.of(true);
    final Ref<String> o = Ref.of("1");
    final Ref<Integer> commuted = Ref.of(1);
    final List<LongRef> many = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    World() {
      for (int n = 0; n < 20; n++) {
        many.add(LongRef.of(1));
      }
      many.get(0).watch((before, after) -> events.add("watch"));
    }

    /** Changes every ref, each in a different way, and registers hooks. */
    void change() {
      l.set(2);
      i.add(1);
      d.addAndGet(1);
      b.negateAndGet();
      o.set(o.get() + "2");
      commuted.commute(x -> x + 1);
      many.forEach(LongRef::increment);
      Transaction tx = Transaction.current();
      tx.afterCommit(() -> events.add("after commit"));
      tx.afterRollback(() -> events.add("after rollback"));
    }

    String state() {
      return atomic(
          () ->
              "%d %d %s %b %s %d %d"
                  .formatted(
                      l.get(),
                      i.get(),
                      d.get(),
                      b.get(),
                      o.get(),
                      commuted.get(),
                      many.stream().mapToLong(LongRef::get).sum()));
    }

    void assertUnchanged() {
      assertThat(Stm.inTransaction()).isFalse();
      assertThat(state()).isEqualTo("1 1 1.0 true 1 1 20");
      assertThat(events).containsOnly("after rollback").isNotEmpty();
    }

    void assertWorks() {
      events.clear();
      atomic(() -> change());
      assertThat(state()).isEqualTo("2 2 2.0 false 12 2 40");
      assertThat(events).containsExactly("watch", "after commit");
    }
  }

  private static final class Unusual extends Throwable {}

  private static Stream<Named<Throwable>> failures() {
    return Stream.of(
            new IOException("checked"),
            new IllegalStateException("runtime"),
            new AssertionError("error"),
            new OutOfMemoryError("not really"),
            new StackOverflowError("not really"),
            new InterruptedException("thrown by hand"),
            new Unusual())
        .map(t -> Named.of(t.getClass().getSimpleName(), t));
  }

  /** A point at which a transaction fails. */
  interface FailurePoint {
    void fail(World world, Throwable with) throws Throwable;
  }

  private static Stream<Named<FailurePoint>> failurePoints() {
    return Stream.of(
        Named.of(
            "the body",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      throw t;
                    })),
        Named.of(
            "the body, without a word before",
            (world, t) ->
                atomic(
                    () -> {
                      Transaction.current().afterRollback(() -> world.events.add("after rollback"));
                      throw t;
                    })),
        Named.of(
            "a nested block",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      atomic(
                          () -> {
                            world.l.set(3);
                            throw t;
                          });
                    })),
        Named.of(
            "a branch of orElse",
            (world, t) ->
                orElse(
                    () -> {
                      world.change();
                      throw t;
                    },
                    () -> world.l.set(4))),
        Named.of(
            "a nested snapshot",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      snapshot(
                          () -> {
                            throw t;
                          });
                    })),
        Named.of(
            "the function of an update",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      world.o.updateAndGet(
                          value -> FailureAtomicityTest.<RuntimeException, String>sneak(t));
                    })),
        Named.of(
            "a commute function",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      world.commuted.commute(
                          x -> FailureAtomicityTest.<RuntimeException, Integer>sneak(t));
                    })),
        Named.of(
            "a validator",
            (world, t) -> {
              AtomicInteger uses = new AtomicInteger();
              Subscription validator =
                  world.l.addValidator(
                      "fails",
                      x ->
                          uses.getAndIncrement() == 0
                              || FailureAtomicityTest.<RuntimeException, Boolean>sneak(t));
              try (validator) {
                atomic(() -> world.change());
              }
            }),
        Named.of(
            "a before-commit hook",
            (world, t) ->
                atomic(
                    () -> {
                      world.change();
                      Transaction.current().beforeCommit(() -> sneak(t));
                    })),
        Named.of(
            "the second attempt",
            (world, t) -> {
              LongRef conflict = LongRef.of(0);
              AtomicInteger attempts = new AtomicInteger();
              atomic(
                  () -> {
                    world.change();
                    conflict.get();
                    if (attempts.incrementAndGet() == 1) {
                      Threads.elsewhere(conflict::increment);
                    } else {
                      throw t;
                    }
                  });
            }));
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable, T> T sneak(Throwable thrown) throws X {
    throw (X) thrown;
  }

  private static Stream<Arguments> placesAndFailures() {
    return failurePoints()
        .flatMap(place -> failures().map(failure -> Arguments.of(place, failure)));
  }

  @ParameterizedTest
  @MethodSource("placesAndFailures")
  void transaction_thatThrows_changesNothingAndThrowsTheSame(
      FailurePoint place, Throwable failure) {
    World world = new World();
    assertThatThrownBy(() -> place.fail(world, failure)).isSameAs(failure);
    world.assertUnchanged();
    world.assertWorks();
  }

  @Test
  void operationOutside_whoseFunctionThrows_changesNothing() {
    Ref<Integer> o = Ref.of(1);
    LongRef l = LongRef.of(1);
    RuntimeException failure = new RuntimeException("in the function");
    assertThatThrownBy(() -> o.updateAndGet(x -> sneak(failure))).isSameAs(failure);
    assertThatThrownBy(() -> o.getAndAccumulate(1, (x, y) -> sneak(failure))).isSameAs(failure);
    assertThatThrownBy(() -> o.commute(x -> sneak(failure))).isSameAs(failure);
    assertThatThrownBy(
            () -> l.getAndUpdate(x -> FailureAtomicityTest.<RuntimeException, Long>sneak(failure)))
        .isSameAs(failure);
    assertThat(o.get()).isEqualTo(1);
    assertThat(l.get()).isEqualTo(1);
  }

  @Test
  void update_whoseFunctionThrowsAndIsCaught_changesNothing() {
    Ref<Integer> o = Ref.of(1);
    LongRef l = LongRef.of(1);
    atomic(
        () -> {
          l.set(2);
          RuntimeException failure = new RuntimeException("in the function");
          assertThatThrownBy(() -> o.updateAndGet(x -> sneak(failure))).isSameAs(failure);
          assertThatThrownBy(
                  () ->
                      l.updateAndGet(
                          x -> FailureAtomicityTest.<RuntimeException, Long>sneak(failure)))
              .isSameAs(failure);
          assertThat(l.get()).isEqualTo(2);
        });
    assertThat(o.get()).isEqualTo(1);
    assertThat(l.get()).isEqualTo(2);
  }

  @SuppressWarnings("InfiniteRecursion") // that is its purpose
  private static int writeDeeper(LongRef a, LongRef b, int depth) {
    a.set(depth);
    b.set(depth);
    return 1 + writeDeeper(a, b, depth + 1);
  }

  @Test
  void stackOverflow_insideTheBody_changesNothing() {
    LongRef a = LongRef.of(-1);
    LongRef b = LongRef.of(-1);
    assertThat(catchThrowable(() -> atomic(() -> writeDeeper(a, b, 0))))
        .isInstanceOf(StackOverflowError.class);
    assertThat(a.get()).isEqualTo(-1);
    assertThat(b.get()).isEqualTo(-1);
    atomic(() -> a.set(5));
    assertThat(a.get()).isEqualTo(5);
  }

  @Test
  void stackOverflow_insideANestedBlock_rollsBackThatBlock() {
    LongRef a = LongRef.of(-1);
    LongRef b = LongRef.of(-1);
    atomic(
        () -> {
          a.set(7);
          assertThat(catchThrowable(() -> atomic(() -> writeDeeper(a, b, 0))))
              .isInstanceOf(StackOverflowError.class);
        });
    assertThat(a.get()).isEqualTo(7);
    assertThat(b.get()).isEqualTo(-1);
  }

  private static int nestDeeper(LongRef ref) {
    return atomic(
        () -> {
          ref.increment();
          return 1 + nestDeeper(ref);
        });
  }

  @Test
  void stackOverflow_ofNestedBlocks_rollsThemAllBack() {
    LongRef ref = LongRef.of(0);
    assertThat(catchThrowable(() -> nestDeeper(ref))).isInstanceOf(StackOverflowError.class);
    assertThat(ref.get()).isZero();
    assertThat(Stm.inTransaction()).isFalse();
  }

  /**
   * One of two refs always has the value of the other, even if half of the transactions that write
   * them fail at random.
   */
  @Test
  void refsWrittenTogether_whileTransactionsFailAtRandom_areNeverTornApart() {
    LongRef a = LongRef.of(0);
    Ref<Long> b = Ref.of(0L);
    try (Threads threads = Threads.platform()) {
      for (int i = 0; i < 3; i++) {
        threads.repeat(() -> Threads.ignoringFailure(() -> writeBothOrFail(a, b)));
      }
      for (int i = 0; i < 3_000; i++) {
        assertThat(snapshot(() -> a.get() - b.get())).isZero();
      }
      threads.finish();
    }
  }

  private static void writeBothOrFail(LongRef a, Ref<Long> b) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    atomic(
        () -> {
          long next = a.get() + 1;
          failAtRandom(random);
          a.set(next);
          failAtRandom(random);
          b.set(next);
          Transaction.current().beforeCommit(() -> failAtRandom(random));
        });
  }

  private static void failAtRandom(ThreadLocalRandom random) {
    if (random.nextInt(6) == 0) {
      throw new IllegalStateException("at random");
    }
  }
}
