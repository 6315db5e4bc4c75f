package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Which transactions over a sorted map conflict, and which do not. */
class TSortedMapConflictTest {
  private final TSortedMap<Integer, Integer> map = Sorted.filled(60); // 0, 2, … 118

  private final LongRef commits = LongRef.of(0);

  /**
   * Runs {@code first} and, in the middle of it, {@code second} on another thread; returns the
   * number of attempts of the first.
   */
  private int attempts(
      Function<TSortedMap<Integer, Integer>, ?> first,
      Function<TSortedMap<Integer, Integer>, ?> second) {
    int[] attempts = {0};
    atomic(
        () -> {
          attempts[0]++;
          Object unused = first.apply(map);
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> atomic(() -> second.apply(map)));
          }
          commits.increment(); // so that there is something to commit
        });
    return attempts[0];
  }

  @Test
  void transactions_onDifferentKeys_doNotConflict() {
    assertThat(attempts(m -> m.put(20, 1), m -> m.put(40, 1))).isEqualTo(1);
    assertThat(attempts(m -> m.put(20, 2), m -> m.put(22, 2))).isEqualTo(1);
    assertThat(attempts(m -> m.put(21, 1), m -> m.put(41, 1))).isEqualTo(1);
    assertThat(attempts(m -> m.remove(60), m -> m.remove(64))).isEqualTo(1);
    assertThat(attempts(m -> m.put(61, 1), m -> m.remove(80))).isEqualTo(1);
    assertThat(attempts(m -> m.get(90), m -> m.put(92, 1))).isEqualTo(1);
    assertThat(map).hasSize(60).containsEntry(41, 1).containsEntry(21, 1);
  }

  @Test
  void transactions_onTheSameKey_conflict() {
    assertThat(attempts(m -> m.merge(20, 1, Integer::sum), m -> m.merge(20, 1, Integer::sum)))
        .isEqualTo(2);
    assertThat(map.get(20)).isEqualTo(22);
    assertThat(attempts(m -> m.get(33), m -> m.put(33, 1))).isEqualTo(2);
  }

  @Test
  void ranges_conflictOnlyWithChangesInThem() {
    assertThat(attempts(m -> List.copyOf(m.subMap(20, 40).values()), m -> m.put(50, 1)))
        .isEqualTo(1);
    assertThat(attempts(m -> List.copyOf(m.subMap(20, 40).values()), m -> m.put(31, 1)))
        .isEqualTo(2);
    assertThat(attempts(m -> m.ceilingKey(81), m -> m.put(60, 1))).isEqualTo(1);
    assertThat(attempts(m -> m.ceilingKey(81), m -> m.remove(82))).isEqualTo(2);
    assertThat(attempts(m -> m.isEmpty(), m -> m.put(101, 1))).isEqualTo(1);
  }

  @Test
  void iteration_thatStops_dependsOnWhatItSaw() {
    Function<TSortedMap<Integer, Integer>, ?> firstTen =
        m -> m.keySet().stream().limit(10).toList();
    assertThat(attempts(firstTen, m -> m.put(101, 1))).isEqualTo(1);
    assertThat(attempts(firstTen, m -> m.put(11, 1))).isEqualTo(2);
  }

  @Test
  void size_conflictsWithInsertionsAndRemovalsOnly() {
    assertThat(attempts(m -> m.size(), m -> m.put(20, -1))).isEqualTo(1);
    assertThat(attempts(m -> m.size(), m -> m.put(21, -1))).isEqualTo(2);
  }

  @Test
  void phantom_insertIfRangeIsEmpty_isImpossible() {
    map.subMap(40, 60).clear();
    atomic(
        () -> {
          boolean empty = map.subMap(40, 60).isEmpty();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> map.put(47, 1));
          }
          if (empty) {
            map.put(53, 1);
          }
        });
    assertThat(map.subMap(40, 60)).containsExactly(Map.entry(47, 1));
  }

  @Test
  void phantom_beyondTheLastKey_isImpossible() {
    atomic(
        () -> {
          Integer last = map.lastKey();
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> map.put(200, 1));
          }
          map.put(last + 1, 1);
        });
    assertThat(map.tailMap(118, false).keySet()).containsExactly(200, 201);
  }

  @Test
  void snapshot_besideSplitsAndJoins_seesItsInstant() {
    TSortedMap<Integer, Integer> many = Sorted.filled(Sorted.MANY);
    snapshot( // when overtaken, runs again, pinned
        () -> {
          TreeMap<Integer, Integer> before = new TreeMap<>(many);
          Threads.elsewhere(() -> many.subMap(100, 9_000).clear());
          assertSame(before, many);
          Threads.elsewhere(() -> Sorted.filled(many, 2 * Sorted.MANY));
          assertSame(before, many);
        });
    Sorted.chain(many).assertInvariants();
    assertThat(many).hasSize(2 * Sorted.MANY);
  }

  private static void assertSame(
      NavigableMap<Integer, Integer> expected, NavigableMap<Integer, Integer> actual) {
    assertThat(List.copyOf(actual.entrySet()).equals(List.copyOf(expected.entrySet()))).isTrue();
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int key = -1; key < 4 * Sorted.MANY; key++) {
      assertThat(actual.get(key)).isEqualTo(expected.get(key));
      assertThat(actual.floorKey(key)).isEqualTo(expected.floorKey(key));
      assertThat(actual.higherKey(key)).isEqualTo(expected.higherKey(key));
    }
    assertThat(actual.lastEntry()).isEqualTo(expected.lastEntry());
    assertThat(actual.descendingMap().equals(expected.descendingMap())).isTrue();
  }
}
