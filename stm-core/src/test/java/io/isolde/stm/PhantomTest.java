package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Phantom: a transaction finds no member in a range, and another transaction adds a member to it
 * before the first commits.
 */
class PhantomTest {
  private static final int PLACES = 64;
  private static final int DISTANCE = 8;

  private static SortedSet<Integer> plus(SortedSet<Integer> set, int member) {
    SortedSet<Integer> larger = new TreeSet<>(set);
    larger.add(member);
    return Collections.unmodifiableSortedSet(larger);
  }

  @Test
  void phantom_inASetHeldByARef_isImpossible() {
    Ref<SortedSet<Integer>> set = Ref.of(new TreeSet<>());
    atomic(
        () -> {
          boolean empty = set.get().subSet(10, 20).isEmpty();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> set.updateAndGet(present -> plus(present, 15)));
          }
          if (empty) {
            set.updateAndGet(present -> plus(present, 11));
          }
        });
    assertThat(set.get()).containsExactly(15);
  }

  @Test
  void phantom_inARangeOfRefs_isImpossible() {
    List<BooleanRef> places = places();
    atomic(
        () -> {
          boolean empty = places.subList(10, 20).stream().noneMatch(BooleanRef::get);
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> places.get(15).set(true));
          }
          if (empty) {
            places.get(11).set(true);
          }
        });
    assertThat(places.get(11).get()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void phantom_inASetUnderContention_isImpossible(Kind kind) {
    Ref<SortedSet<Integer>> set = Ref.of(new TreeSet<>());
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 400; i++) {
            int place = ThreadLocalRandom.current().nextInt(10_000);
            atomic(
                () -> {
                  SortedSet<Integer> present = set.get();
                  if (present.subSet(place - DISTANCE + 1, place + DISTANCE).isEmpty()) {
                    set.set(plus(present, place));
                  }
                });
            if (i % 8 == 0) {
              assertApart(new ArrayList<>(set.get()));
            }
          }
        });
    assertApart(new ArrayList<>(set.get()));
  }

  /**
   * No ref is read by all transactions, and many pairs of them write different refs: only the
   * validation of reads keeps them apart.
   */
  @ParameterizedTest
  @EnumSource
  void phantom_inARangeOfRefsUnderContention_isImpossible(Kind kind) {
    for (int round = 0; round < 60; round++) {
      List<BooleanRef> places = places();
      Threads.together(
          kind,
          4,
          number -> {
            for (int i = 0; i < 16; i++) {
              takeIfNobodyIsNear(places, ThreadLocalRandom.current().nextInt(PLACES));
              assertApart(snapshot(() -> taken(places)));
            }
          });
      assertApart(taken(places));
    }
  }

  private static List<BooleanRef> places() {
    List<BooleanRef> places = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      places.add(BooleanRef.of(false));
    }
    return places;
  }

  private static void takeIfNobodyIsNear(List<BooleanRef> places, int place) {
    atomic(
        () -> {
          List<BooleanRef> near =
              places.subList(Math.max(0, place - DISTANCE + 1), Math.min(PLACES, place + DISTANCE));
          if (near.stream().noneMatch(BooleanRef::get)) {
            places.get(place).set(true);
          }
        });
  }

  private static List<Integer> taken(List<BooleanRef> places) {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < PLACES; i++) {
      if (places.get(i).get()) {
        taken.add(i);
      }
    }
    return taken;
  }

  private static void assertApart(List<Integer> sorted) {
    for (int i = 1; i < sorted.size(); i++) {
      assertThat(sorted.get(i) - sorted.get(i - 1))
          .as("%s", sorted)
          .isGreaterThanOrEqualTo(DISTANCE);
    }
  }
}
