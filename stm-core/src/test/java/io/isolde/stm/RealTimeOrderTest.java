package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Strictness: the serial order respects real time. If one thread has seen something and tells
 * another by other means than a ref, the transactions of the other thread see it, too.
 */
class RealTimeOrderTest {
  private static final int ROUNDS = 10_000;

  /** A way to read a ref. */
  interface Read extends ToLongFunction<LongRef> {}

  private static Stream<Named<Read>> reads() {
    return Stream.of(
        Named.of("get outside", LongRef::get),
        Named.of("peek", LongRef::peek),
        Named.of("atomic", ref -> atomic(() -> ref.get())),
        Named.of("snapshot", ref -> snapshot(() -> ref.get())));
  }

  private static Stream<Arguments> pairsOfReads() {
    return reads().flatMap(first -> reads().map(second -> Arguments.of(first, second)));
  }

  private static final class Message {
    /** Written by one thread only. */
    volatile long value;
  }

  /** One thread commits and tells another, which must then see the commit. */
  @ParameterizedTest
  @MethodSource("reads")
  void ownCommit_toldToAnotherThread_isSeenThere(Read read) {
    LongRef ref = LongRef.of(0);
    Message told = new Message();
    try (Threads threads = Threads.platform()) {
      threads.repeat(
          () -> {
            long next = told.value + 1;
            if (next % 2 == 0) {
              ref.increment();
            } else {
              ref.set(next);
            }
            told.value = next;
          });
      for (int i = 0; i < ROUNDS; i++) {
        long known = told.value;
        assertThat(read.applyAsLong(ref)).isGreaterThanOrEqualTo(known);
      }
      threads.finish();
    }
  }

  /**
   * A third thread changes two refs together. A thread that has seen the new value of one, by any
   * kind of read, and tells so, has told that the commit has happened: the other ref must then be
   * seen new as well.
   */
  @ParameterizedTest
  @MethodSource("pairsOfReads")
  void valueSeen_toldToAnotherThread_isSeenThereToo(Read first, Read second) {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    Message told = new Message();
    try (Threads threads = Threads.platform()) {
      threads.repeat(
          () -> {
            atomic(
                () -> {
                  a.add(1);
                  b.add(1);
                });
          });
      threads.repeat(
          () -> {
            told.value = first.applyAsLong(a);
          });
      for (int i = 0; i < ROUNDS; i++) {
        long known = told.value;
        assertThat(second.applyAsLong(b)).isGreaterThanOrEqualTo(known);
      }
      threads.finish();
    }
  }

  /** The same within one thread: it sees of one ref what it has seen of the other. */
  @ParameterizedTest
  @MethodSource("pairsOfReads")
  void valueSeen_byTheSameThread_isSeenAgain(Read first, Read second) {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      threads.repeat(
          () -> {
            atomic(
                () -> {
                  a.set(a.get() + 1);
                  b.set(a.get());
                });
          });
      for (int i = 0; i < ROUNDS; i++) {
        long known = first.applyAsLong(a);
        assertThat(second.applyAsLong(b)).isGreaterThanOrEqualTo(known);
        known = first.applyAsLong(b);
        assertThat(second.applyAsLong(a)).isGreaterThanOrEqualTo(known);
      }
      threads.finish();
    }
  }
}
