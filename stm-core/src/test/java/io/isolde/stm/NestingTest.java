package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.checks.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Closed nesting: an inner block joins the outer one, and is rolled back alone when it throws. */
class NestingTest {
  private static final class Rollback extends RuntimeException {}

  private static void rolledBack(TransactionAction<RuntimeException> action) {
    Rollback rollback = new Rollback();
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      action.run();
                      throw rollback;
                    }))
        .isSameAs(rollback);
  }

  @Test
  void innerBlock_thatReturns_becomesPartOfTheOuter() {
    LongRef ref = LongRef.of(0);
    int attempt =
        atomic(
            () -> {
              ref.set(1);
              atomic(
                  () -> {
                    assertThat(ref.get()).isEqualTo(1);
                    ref.set(2);
                    Threads.elsewhere(() -> assertThat(ref.get()).isZero());
                  });
              Threads.elsewhere(() -> assertThat(ref.get()).isZero());
              assertThat(ref.get()).isEqualTo(2);
              return atomic(() -> Transaction.current().attempt());
            });
    assertThat(ref.get()).isEqualTo(2);
    assertThat(attempt).isEqualTo(1);
  }

  @Test
  void innerBlock_thatReturned_isRolledBackWithTheOuter() {
    LongRef ref = LongRef.of(0);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      atomic(() -> ref.set(1));
                      throw new Rollback();
                    }))
        .isInstanceOf(Rollback.class);
    assertThat(ref.get()).isZero();
  }

  @Test
  void innerBlock_thatThrows_losesItsWritesToRefsOfEveryType() {
    LongRef l = LongRef.of(0);
    IntRef i = IntRef.of(0);
    DoubleRef d = DoubleRef.of(0);
    BooleanRef b = BooleanRef.of(false);
    Ref<String> o = Ref.of(null);
    atomic(
        () -> {
          l.set(1);
          d.set(1);
          rolledBack(
              () -> {
                l.set(2);
                i.set(2);
                d.set(2);
                b.set(true);
                o.set("2");
              });
          assertThat(l.get()).isEqualTo(1);
          assertThat(i.get()).isZero();
          assertThat(d.get()).isEqualTo(1);
          assertThat(b.get()).isFalse();
          assertThat(o.get()).isNull();
          o.set("3");
          rolledBack(() -> o.set("4"));
        });
    assertThat(l.get() + " " + i.get() + " " + d.get() + " " + b.get() + " " + o.get())
        .isEqualTo("1 0 1.0 false 3");
  }

  @Test
  void innerBlock_thatThrows_losesItsAdditionsAndCommutingWrites() {
    LongRef added = LongRef.of(0);
    IntRef commuted = IntRef.of(1);
    Ref<String> object = Ref.of("");
    DoubleRef set = DoubleRef.of(0);
    LongRef untouched = LongRef.of(0);
    atomic(
        () -> {
          added.add(1);
          commuted.commute(x -> x * 10);
          object.commute(x -> x + "a");
          set.set(5);
          rolledBack(
              () -> {
                added.add(100);
                added.commute(x -> x * 7);
                commuted.commute(x -> x + 3);
                object.commute(x -> x + "b");
                object.get();
                set.add(1);
                untouched.add(1);
              });
          rolledBack(() -> added.set(-1));
          rolledBack(() -> assertThat(commuted.get()).isEqualTo(10));
          added.add(10);
          commuted.commute(x -> x + 1);
          object.commute(x -> x + "c");
          set.commute(x -> x / 2);
        });
    assertThat(added.get()).isEqualTo(11);
    assertThat(commuted.get()).isEqualTo(11);
    assertThat(object.get()).isEqualTo("ac");
    assertThat(set.get()).isEqualTo(2.5);
    assertThat(untouched.get()).isZero();
  }

  /**
   * An addition from before the inner block must be a mere addition again afterwards: another
   * commit in between is no conflict.
   */
  @Test
  void innerBlock_thatReadAnAdditionAndThrew_leavesAnAddition() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.add(1);
          rolledBack(() -> ref.set(50));
        });
    assertThat(ref.get()).isEqualTo(1);
    int attempts =
        atomic(
            () -> {
              ref.add(1);
              rolledBack(() -> ref.set(50));
              Threads.elsewhere(() -> ref.add(10));
              return Transaction.current().attempt();
            });
    assertThat(ref.get()).isEqualTo(12);
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void innerBlock_writingTheSameRefRepeatedly_isRolledBackToWhatWasBefore() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(1);
          rolledBack(
              () -> {
                ref.set(2);
                ref.set(3);
                atomic(() -> ref.set(4));
                rolledBack(() -> ref.set(5));
                assertThat(ref.get()).isEqualTo(4);
                ref.set(6);
              });
          assertThat(ref.get()).isEqualTo(1);
          atomic(
              () -> {
                rolledBack(() -> ref.set(7));
                assertThat(ref.get()).isEqualTo(1);
                ref.set(8);
                rolledBack(() -> atomic(() -> ref.set(9)));
                assertThat(ref.get()).isEqualTo(8);
              });
        });
    assertThat(ref.get()).isEqualTo(8);
  }

  /** Up to more refs than the write set scans, so that its index has to follow. */
  @ParameterizedTest
  @ValueSource(ints = {7, 8, 9, 17, 100, 1_000})
  void innerBlock_writingManyRefs_isRolledBackAlone(int count) {
    List<LongRef> refs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      refs.add(LongRef.of(0));
    }
    List<LongRef> half = refs.subList(0, count / 2);
    List<LongRef> others = refs.subList(count / 2, count);
    atomic(
        () -> {
          half.forEach(ref -> ref.set(1));
          rolledBack(
              () -> {
                refs.forEach(ref -> ref.set(2));
                rolledBack(() -> refs.forEach(ref -> ref.add(10)));
                refs.forEach(ref -> assertThat(ref.get()).isEqualTo(2));
              });
          half.forEach(ref -> assertThat(ref.get()).isEqualTo(1));
          others.forEach(ref -> assertThat(ref.get()).isZero());
          atomic(() -> others.forEach(LongRef::increment));
          half.forEach(ref -> ref.add(5));
        });
    half.forEach(ref -> assertThat(ref.get()).isEqualTo(6));
    others.forEach(ref -> assertThat(ref.get()).isEqualTo(1));
  }

  @Test
  void innerBlocks_atEveryDepth_areRolledBackFromTheOneThatThrew() {
    int depth = 50;
    for (int throwing = 0; throwing < depth; throwing++) {
      LongRef ref = LongRef.of(0);
      int failing = throwing;
      Throwable thrown = catchThrowable(() -> atomic(() -> addOnEveryLevel(ref, depth, failing)));
      assertThat(thrown).isNull();
      assertThat(ref.get()).isEqualTo(throwing);
    }
  }

  /** Every level adds 1; level {@code failing} throws at its end, and the one above catches. */
  private static void addOnEveryLevel(LongRef ref, int depth, int failing) {
    int[] level = {0};
    descend(ref, level, depth, failing);
  }

  private static void descend(LongRef ref, int[] level, int depth, int failing) {
    int mine = level[0]++;
    if (mine == depth) {
      return;
    }
    Throwable thrown =
        catchThrowable(
            () ->
                atomic(
                    () -> {
                      ref.add(1);
                      descend(ref, level, depth, failing);
                      if (mine == failing) {
                        throw new Rollback();
                      }
                    }));
    assertThat(thrown != null).isEqualTo(mine == failing);
  }

  @Test
  void innerBlock_thatThrows_losesItsHooksAndLocals() {
    List<String> events = new ArrayList<>();
    TransactionLocal<String> local = TransactionLocal.withInitial(() -> "initial");
    TransactionLocal<String> first = TransactionLocal.withInitial(() -> "initial");
    atomic(
        () -> {
          local.set("outer");
          addHooks(events, "outer");
          rolledBack(
              () -> {
                local.set("inner");
                first.set("inner");
                addHooks(events, "inner");
                atomic(() -> addHooks(events, "innermost"));
              });
          assertThat(local.get()).isEqualTo("outer");
          assertThat(first.get()).isEqualTo("initial");
          addHooks(events, "later");
          assertThat(events).isEmpty();
        });
    assertThat(events)
        .containsExactly(
            "before outer",
            "before later",
            "rollback inner",
            "rollback innermost",
            "after outer",
            "after later");
  }

  private static void addHooks(List<String> events, String name) {
    Transaction tx = Transaction.current();
    tx.beforeCommit(() -> events.add("before " + name));
    tx.afterCommit(() -> events.add("after " + name));
    tx.afterRollback(() -> events.add("rollback " + name));
  }

  @Test
  void innerBlock_whoseExceptionIsCaught_leavesTheOuterItsChoice() throws Exception {
    LongRef ref = LongRef.of(0);
    String result =
        atomic(
            () -> {
              try {
                return atomic(
                    () -> {
                      ref.set(1);
                      throw new IOException("declared");
                    });
              } catch (IOException e) {
                ref.add(10);
                return e.getMessage();
              }
            });
    assertThat(result).isEqualTo("declared");
    assertThat(ref.get()).isEqualTo(10);
  }

  /**
   * The transaction has acted on what the rolled-back block read, so it must still hold at the
   * commit.
   */
  @Test
  void innerBlock_thatThrew_itsReadsStillCount() {
    LongRef read = LongRef.of(0);
    LongRef written = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              Throwable tooSmall =
                  catchThrowable(
                      () ->
                          atomic(
                              () -> {
                                if (read.get() == 0) {
                                  throw new Rollback();
                                }
                              }));
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(() -> read.set(1));
              }
              written.set(tooSmall == null ? 1 : -1);
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(2);
    assertThat(written.get()).isEqualTo(1);
  }

  @Test
  void outerBlock_repeatedAfterInnerRollback_startsAnew() {
    LongRef conflict = LongRef.of(0);
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          conflict.get();
          ref.add(1);
          rolledBack(() -> ref.add(100));
          if (Transaction.current().attempt() <= 2) {
            atomic(() -> Threads.elsewhere(conflict::increment));
          }
          conflict.add(1);
        });
    assertThat(ref.get()).isEqualTo(1);
    assertThat(conflict.get()).isEqualTo(3);
  }

  // ---- snapshots inside ----

  @Test
  void snapshotInside_seesPendingWritesOfEveryKind() {
    LongRef set = LongRef.of(0);
    LongRef added = LongRef.of(0);
    Ref<String> commuted = Ref.of("a");
    atomic(
        () -> {
          set.set(1);
          added.add(2);
          commuted.commute(x -> x + "b");
          assertThat(snapshot(() -> set.get() + added.get())).isEqualTo(3);
          assertThat(snapshot(() -> commuted.get())).isEqualTo("ab");
        });
    assertThat(set.get() + added.get() + commuted.get()).isEqualTo("3ab");
  }

  @Test
  void snapshotInside_refusesWrites_andTheOuterGoesOnWriting() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          ref.set(1);
          assertThatThrownBy(() -> snapshot(() -> ref.set(2)))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContainingAll("snapshot", "read-only");
          assertThatThrownBy(() -> snapshot(() -> atomic(() -> ref.add(2))))
              .isInstanceOf(IllegalStateException.class);
          assertThat(ref.get()).isEqualTo(1);
          ref.add(10);
          snapshot(() -> snapshot(() -> ref.get()));
          ref.add(100);
        });
    assertThat(ref.get()).isEqualTo(111);
  }

  @Test
  void snapshotInside_thatThrows_leavesTheOuterWritable() {
    LongRef ref = LongRef.of(0);
    atomic(
        () -> {
          assertThatThrownBy(
                  () ->
                      snapshot(
                          () -> {
                            throw new Rollback();
                          }))
              .isInstanceOf(Rollback.class);
          ref.set(1);
        });
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void snapshotInside_thatRetriesInABranch_leavesTheOtherBranchWritable() {
    LongRef ref = LongRef.of(0);
    atomic(() -> Stm.orElse(() -> snapshot(() -> check(ref.get() == 1)), () -> ref.set(2)));
    assertThat(ref.get()).isEqualTo(2);
  }

  @Test
  void snapshotInside_whoseAttemptIsLost_leavesTheNextAttemptWritable() {
    LongRef ref = LongRef.of(0);
    LongRef other = LongRef.of(0);
    atomic(
        () -> {
          long seen = ref.get();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(
                () ->
                    atomic(
                        () -> {
                          ref.set(5);
                          other.set(5);
                        }));
          }
          snapshot(() -> other.get());
          ref.set(seen + 1);
        });
    assertThat(ref.get()).isEqualTo(6);
  }

  @Test
  void atomicInsideASnapshot_readsButDoesNotWrite() {
    LongRef ref = LongRef.of(4);
    assertThat(snapshot(() -> atomic(() -> ref.get()))).isEqualTo(4);
    assertThatThrownBy(() -> snapshot(() -> atomic(() -> ref.set(5))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(ref.get()).isEqualTo(4);
    ref.set(6);
    assertThat(ref.get()).isEqualTo(6);
  }

  /** A tree of blocks, each with writes and some of which throw, against copies of an array. */
  @Test
  void trees_ofNestedBlocks_behaveLikeCopiesOfAnArray() {
    for (long seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      LongRef[] refs = new LongRef[12];
      long[] model = new long[refs.length];
      for (int i = 0; i < refs.length; i++) {
        refs[i] = LongRef.of(0);
      }
      atomic(() -> growTree(random, refs, model, 0));
      for (int i = 0; i < refs.length; i++) {
        assertThat(refs[i].get()).as("ref %d, seed %d", i, seed).isEqualTo(model[i]);
      }
    }
  }

  private static void growTree(Random random, LongRef[] refs, long[] model, int depth) {
    int steps = random.nextInt(6);
    for (int step = 0; step < steps; step++) {
      int i = random.nextInt(refs.length);
      switch (random.nextInt(depth < 5 ? 5 : 3)) {
        case 0 -> {
          refs[i].set(step);
          model[i] = step;
        }
        case 1 -> {
          refs[i].add(1);
          model[i]++;
        }
        case 2 -> assertThat(refs[i].get()).isEqualTo(model[i]);
        case 3 -> atomic(() -> growTree(random, refs, model, depth + 1));
        default -> {
          long[] copy = model.clone();
          rolledBack(() -> growTree(random, refs, copy, depth + 1));
        }
      }
    }
  }
}
