package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.stm.Stm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several threads on one sorted map. */
class TSortedMapContentionTest {
  private static final int THREADS = 4;

  @ParameterizedTest
  @EnumSource
  void transfers_betweenKeysThatComeAndGo_preserveTheTotal(Kind kind) {
    int keys = 600;
    TSortedMap<Integer, Integer> map = new TSortedMap<>();
    for (int key = 0; key < keys; key += 3) {
      map.put(key, 30);
    }
    int total = 30 * keys / 3;
    Threads.together(
        kind,
        THREADS,
        number -> {
          ThreadLocalRandom random = ThreadLocalRandom.current();
          for (int i = 0; i < 1_500; i++) {
            transfer(map, random.nextInt(keys), random.nextInt(keys), 1 + random.nextInt(30));
            if (i % 50 == 0) {
              assertThat(map.values().stream().mapToInt(value -> value).sum()).isEqualTo(total);
              snapshot(() -> assertThat(map).hasSize(List.copyOf(map.keySet()).size()));
            }
          }
        });
    assertThat(map.values().stream().mapToInt(value -> value).sum()).isEqualTo(total);
    Sorted.chain(map).assertInvariants();
  }

  /**
   * Transfers from the first account at {@code from} or above; removes an account that becomes
   * empty.
   */
  private static void transfer(TSortedMap<Integer, Integer> map, int from, int to, int amount) {
    atomic(
        () -> {
          Map.Entry<Integer, Integer> source = map.ceilingEntry(from);
          if (source != null) {
            int moved = Math.min(amount, source.getValue());
            map.computeIfPresent(
                source.getKey(), (key, value) -> value == moved ? null : value - moved);
            map.merge(to, moved, Integer::sum);
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void insertions_ofKeysApart_stayApart(Kind kind) {
    int distance = 10;
    TSortedSet<Integer> set = new TSortedSet<>();
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 1_500; i++) {
            int place = ThreadLocalRandom.current().nextInt(10_000);
            atomic(
                () -> {
                  if (set.subSet(place - distance, false, place + distance, false).isEmpty()) {
                    set.add(place);
                  }
                });
          }
        });
    Integer before = null;
    for (Integer place : set) {
      assertThat(before == null || place - before >= distance).isTrue();
      before = place;
    }
  }

  /** Leaves are split and joined everywhere, beside readers of keys that are always there. */
  @Test
  void splitsAndJoins_neverHideAKey() {
    TSortedMap<Integer, Integer> map = Sorted.filled(500); // the even keys stay
    try (Threads threads = Threads.platform()) {
      for (int reader = 0; reader < 2; reader++) {
        threads.repeat(
            () -> {
              int key = 2 * ThreadLocalRandom.current().nextInt(500);
              assertThat(map.get(key)).isEqualTo(key);
              assertThat(map.floorKey(key)).isEqualTo(key);
              assertThat(map.lowerKey(key + 1)).isEqualTo(key);
            });
      }
      for (int round = 0; round < 60; round++) {
        for (int key = 1; key < 1_000; key += 2) {
          map.put(key, key);
        }
        map.keySet().removeIf(key -> key % 2 != 0);
      }
      threads.finish();
    }
    assertThat(map).hasSize(500);
    Sorted.chain(map).assertInvariants();
  }

  @ParameterizedTest
  @EnumSource
  void polling_byMany_givesEachEntryOnce(Kind kind) {
    TSortedMap<Integer, Integer> map = Sorted.filled(2_000);
    Map<Integer, Integer> polled = new ConcurrentHashMap<>();
    Threads.together(
        kind,
        THREADS,
        number -> {
          for (int i = 0; i < 2_000 / THREADS; i++) {
            var entry = number % 2 == 0 ? map.pollFirstEntry() : map.pollLastEntry();
            assertThat(polled.put(entry.getKey(), number)).isNull();
          }
        });
    assertThat(polled).hasSize(2_000);
    assertThat(map).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void removals_byMany_leaveFewLeavesBehind(Kind kind) {
    TSortedMap<Integer, Integer> map = Sorted.filled(Sorted.MANY);
    Threads.together(
        kind,
        THREADS,
        number -> {
          List<Integer> keys = new ArrayList<>();
          for (int i = number; i < Sorted.MANY; i += THREADS) {
            keys.add(2 * i);
          }
          Collections.shuffle(keys);
          keys.forEach(map::remove);
        });
    assertThat(map).isEmpty();
    assertThat(Sorted.chain(map).leaves()).isLessThan(20);
    Sorted.chain(map).assertInvariants();
  }

  /**
   * What is promised for two threads at random keys; conflicts are counted for the whole process.
   */
  @Test
  void insertions_ofDifferentKeys_seldomConflict() {
    TSortedMap<Integer, Integer> map = Sorted.filled(300);
    int each = 20_000;
    long before = Stm.statistics().conflicts();
    Threads.together(
        Kind.PLATFORM,
        2,
        number -> {
          for (int i = 0; i < each; i++) {
            int key = 4 * ThreadLocalRandom.current().nextInt(1_000_000) + 2 * number + 1;
            atomic(() -> map.put(key, key));
          }
        });
    assertThat(Stm.statistics().conflicts() - before).isLessThan(2 * each / 100);
    Sorted.chain(map).assertInvariants();
  }
}
