package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Opacity: no attempt, not even one that will be discarded, sees a state that did not exist. Refs
 * that are always updated together are never seen to differ, so a body is safe that divides by what
 * it computed from them, or loops while they differ.
 */
class OpacityTest {
  private static final int READS = 3_000;

  /** Throws whenever the two differ, even in an attempt that could not have committed. */
  private static long seenEqual(LongRef first, LongRef second) {
    long difference = first.get() - second.get();
    long zeroWhenTheyDiffer = difference == 0 ? 1 : 0;
    return first.get() / zeroWhenTheyDiffer;
  }

  private static void increaseBoth(LongRef a, LongRef b) {
    atomic(
        () -> {
          a.add(1);
          b.add(1);
        });
  }

  @Test
  void secondRef_afterACommitOfBoth_isNotSeenBesideTheOldFirst() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    List<Long> differences = new ArrayList<>();
    atomic(
        () -> {
          long first = a.get();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> increaseBoth(a, b));
          }
          differences.add(b.get() - first);
        });
    assertThat(differences).containsExactly(0L);
  }

  @Test
  void secondRef_afterACommitOfBoth_isNotSeenInASnapshotEither() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    List<Long> differences = new ArrayList<>();
    snapshot(
        () -> {
          long first = a.get();
          Threads.elsewhere(() -> increaseBoth(a, b));
          differences.add(b.get() - first);
        });
    assertThat(differences).containsOnly(0L);
  }

  /** The first change dooms the attempt; even so, it must not see the second one. */
  @Test
  void doomedAttempt_afterFurtherCommits_seesNoneOfThem() {
    LongRef doom = LongRef.of(0);
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    List<Long> differences = new ArrayList<>();
    atomic(
        () -> {
          doom.get();
          boolean first = Transaction.current().attempt() == 1;
          if (first) {
            Threads.elsewhere(() -> doom.set(1));
          }
          long seenOfA = a.get();
          if (first) {
            Threads.elsewhere(() -> increaseBoth(a, b));
          }
          differences.add(b.get() - seenOfA);
          doom.set(2);
        });
    assertThat(differences).containsOnly(0L);
    assertThat(doom.get()).isEqualTo(2);
  }

  @Test
  void readVersion_movedForwardWhileNothingReadChanged_keepsTheAttempt() {
    LongRef read = LongRef.of(0);
    LongRef other = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              read.get();
              Threads.elsewhere(() -> other.add(1));
              other.get();
              read.set(1);
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(1);
  }

  /** A way to look at two refs within one attempt. */
  interface Look extends Consumer<LongRef[]> {}

  private static Stream<Named<Look>> looks() {
    return Stream.of(
        Named.of("atomic that only reads", refs -> atomic(() -> seenEqual(refs[0], refs[1]))),
        Named.of(
            "atomic that reads the second first",
            refs -> atomic(() -> seenEqual(refs[1], refs[0]))),
        Named.of(
            "atomic that writes another ref",
            refs -> atomic(() -> refs[2].set(seenEqual(refs[0], refs[1])))),
        Named.of(
            "atomic that writes them itself",
            refs ->
                atomic(
                    () -> {
                      refs[0].add(1);
                      refs[1].add(1);
                      seenEqual(refs[0], refs[1]);
                    })),
        Named.of("snapshot", refs -> snapshot(() -> seenEqual(refs[0], refs[1]))),
        Named.of(
            "nested blocks",
            refs ->
                atomic(
                    () -> {
                      long first = atomic(() -> refs[0].get());
                      long second = snapshot(() -> refs[1].get());
                      return 1 / (first == second ? 1 : 0);
                    })),
        Named.of(
            "both branches of orElse",
            refs ->
                atomic(
                    () -> {
                      long[] first = {0};
                      long second =
                          orElse(
                              () -> {
                                first[0] = refs[0].get();
                                throw retry();
                              },
                              () -> refs[1].get());
                      return 1 / (first[0] == second ? 1 : 0);
                    })),
        Named.of(
            "body and before-commit hook",
            refs ->
                atomic(
                    () -> {
                      long first = refs[0].get();
                      Transaction.current()
                          .beforeCommit(() -> refs[2].set(1 / (first == refs[1].get() ? 1 : 0)));
                    })));
  }

  private static Stream<Arguments> looksAndKinds() {
    return Stream.of(Kind.values()).flatMap(kind -> looks().map(look -> Arguments.of(look, kind)));
  }

  @ParameterizedTest
  @MethodSource("looksAndKinds")
  void refsUpdatedTogether_besideWritersThatNeverPause_neverDifferInAnyAttempt(
      Look look, Kind kind) {
    LongRef[] refs = {LongRef.of(0), LongRef.of(0), LongRef.of(0)};
    try (Threads threads = Threads.of(kind)) {
      threads.repeat(
          () -> {
            increaseBoth(refs[0], refs[1]);
          });
      threads.repeat(
          () -> {
            atomic(
                () -> {
                  refs[1].set(refs[1].get() - 1);
                  refs[0].set(refs[0].get() - 1);
                });
          });
      for (int i = 0; i < READS; i++) {
        look.accept(refs);
      }
      threads.finish();
    }
    assertThat(refs[0].get()).isEqualTo(refs[1].get());
  }

  /**
   * More refs than the write set scans, so that commits take long to publish, and reads meet many
   * of the refs half published.
   */
  @ParameterizedTest
  @EnumSource
  void manyRefsUpdatedTogether_besideWritersThatNeverPause_neverDifferInAnyAttempt(Kind kind) {
    List<Ref<Integer>> refs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      refs.add(Ref.of(0));
    }
    try (Threads threads = Threads.of(kind)) {
      for (int i = 0; i < 2; i++) {
        threads.repeat(
            () -> {
              atomic(
                  () -> {
                    int next = refs.get(0).get() + 1;
                    refs.forEach(ref -> ref.set(next));
                  });
            });
      }
      for (int i = 0; i < 1_000; i++) {
        atomic(() -> assertAllEqual(refs));
        snapshot(() -> assertAllEqual(refs));
      }
      threads.finish();
    }
  }

  private static void assertAllEqual(List<Ref<Integer>> refs) {
    int first = refs.get(0).get();
    for (Ref<Integer> ref : refs) {
      if (ref.get() != first) {
        throw new AssertionError("an attempt saw " + first + " and " + ref.get());
      }
    }
  }
}
