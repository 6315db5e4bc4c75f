package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.Stm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the sorted map promises beyond the contract of its interface. */
class TSortedMapTest {
  private final TSortedMap<Integer, Integer> map = Sorted.filled(10); // 0, 2, … 18

  private static final class Stop extends RuntimeException {}

  // ---- atomicity ----

  @Test
  void putAll_thatFails_changesNothing() {
    Map<Integer, Integer> entries = new HashMap<>(Map.of(1, 1, 3, 3));
    entries.put(5, null);
    Map<Integer, Integer> before = Map.copyOf(map);
    assertThatThrownBy(() -> map.putAll(entries)).isInstanceOf(NullPointerException.class);
    assertThat(map).isEqualTo(before);
  }

  @Test
  void replaceAll_whoseFunctionFails_changesNothing() {
    Map<Integer, Integer> before = Map.copyOf(map);
    assertThatThrownBy(
            () ->
                map.replaceAll(
                    (key, value) -> {
                      if (key == 10) {
                        throw new Stop();
                      }
                      return -1;
                    }))
        .isInstanceOf(Stop.class);
    assertThat(map).isEqualTo(before);
  }

  @Test
  void removeIf_besideAChange_isDoneAtOneInstant() {
    boolean[] changed = {false};
    map.values()
        .removeIf(
            value -> {
              if (!changed[0]) {
                changed[0] = true;
                Threads.elsewhere(() -> map.put(4, 1_000));
              }
              return value == 4;
            });
    assertThat(map).containsEntry(4, 1_000);
  }

  @Test
  void rollback_ofManyChanges_leavesNothingBehind() {
    TSortedMap<Integer, Integer> many = Sorted.filled(Sorted.MANY);
    Map<Integer, Integer> before = Map.copyOf(many);
    int indexed = Sorted.chain(many).indexed();
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      for (int key = 1; key < 2 * Sorted.MANY; key += 2) {
                        many.put(key, key);
                      }
                      many.headMap(Sorted.MANY).clear();
                      throw new Stop();
                    }))
        .isInstanceOf(Stop.class);
    assertThat(many.equals(before)).isTrue();
    Sorted.chain(many).assertInvariants(); // walks all leaves, and enters them into the index again
    assertThat(Sorted.chain(many).indexed()).isEqualTo(indexed);
  }

  @Test
  void function_thatUsesTheMap_seesAndChangesIt() {
    Integer result =
        map.compute(
            4,
            (key, value) -> {
              for (int other = 100; other < 200; other++) {
                map.put(other, other);
              }
              map.remove(4);
              return map.get(6) + value;
            });
    assertThat(result).isEqualTo(10);
    assertThat(map).hasSize(110).containsEntry(4, 10).containsEntry(150, 150);
    Sorted.chain(map).assertInvariants();
  }

  @Test
  void function_thatLeavesTheValueButRemovedTheKey_putsItBack() {
    assertThat(
            map.computeIfPresent(
                4,
                (key, value) -> {
                  map.remove(key);
                  return value;
                }))
        .isEqualTo(4);
    assertThat(map).containsEntry(4, 4).hasSize(10);
  }

  @Test
  void write_inASnapshot_isRefused() {
    assertThatThrownBy(() -> snapshot(() -> map.put(1, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> snapshot(() -> map.pollFirstEntry()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(map).hasSize(10);
  }

  @Test
  void map_madeInATransactionThatIsRolledBack_isEmptyAndUsable() {
    AtomicReference<TSortedMap<Integer, Integer>> leaked = new AtomicReference<>();
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      leaked.set(Sorted.filled(10));
                      throw new Stop();
                    }))
        .isInstanceOf(Stop.class);
    assertThat(leaked.get()).isEmpty();
    assertThat(Sorted.filled(leaked.get(), 10)).hasSize(10);
  }

  @Test
  void map_madeInASnapshot_isEmpty() {
    assertThat(snapshot(() -> new TSortedMap<Integer, Integer>().isEmpty())).isTrue();
  }

  // ---- arguments ----

  @Test
  void key_thatCannotBeCompared_isRefused() {
    TSortedMap<Object, Integer> objects = new TSortedMap<>();
    assertThatThrownBy(() -> objects.put(new Object(), 1)).isInstanceOf(ClassCastException.class);
    assertThat(objects).isEmpty();
    objects.put("text", 1);
    assertThatThrownBy(() -> objects.put(2, 1)).isInstanceOf(ClassCastException.class);
    assertThatThrownBy(() -> objects.get(2)).isInstanceOf(ClassCastException.class);
    assertThat(objects).hasSize(1);
  }

  @Test
  void key_thatIsNull_isRefusedWhateverTheComparator() {
    TSortedMap<Integer, Integer> nullsFirst =
        new TSortedMap<>(Comparator.nullsFirst(Comparator.<Integer>naturalOrder()));
    assertThatThrownBy(() -> nullsFirst.put(null, 1)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nullsFirst.get(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nullsFirst.headMap(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nullsFirst.put(1, null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> nullsFirst.floorKey(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void view_outsideItsBounds_refusesToPutAndFindsNothing() {
    NavigableMap<Integer, Integer> view = map.subMap(4, 8);
    assertThatThrownBy(() -> view.put(8, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view.merge(3, 1, Integer::sum))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view.headMap(9)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> map.subMap(8, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThat(view.get(8)).isNull();
    assertThat(view.remove(8)).isNull();
    assertThat(view.computeIfAbsent(9, key -> null)).isNull();
    assertThat(map).hasSize(10);
  }

  @Test
  void constructor_ofASortedMap_takesItsOrder() {
    NavigableMap<Integer, Integer> descending = new TreeMap<>(Comparator.reverseOrder());
    descending.putAll(map);
    TSortedMap<Integer, Integer> copy = new TSortedMap<>(descending);
    assertThat(copy.comparator()).isSameAs(descending.comparator());
    assertThat(List.copyOf(copy.keySet())).isEqualTo(List.copyOf(descending.keySet()));
    assertThat(new TSortedMap<>(new HashMap<>(map))).isEqualTo(map);
  }

  // ---- iteration ----

  @Test
  void iterator_outsideATransaction_showsTheInstantItWasMade() {
    Iterator<Integer> keys = map.keySet().iterator();
    map.remove(18);
    map.put(5, 5);
    List<Integer> seen = new ArrayList<>();
    keys.forEachRemaining(seen::add);
    assertThat(seen).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
  }

  @Test
  void iterator_inATransaction_removesAsItGoes() {
    TSortedMap<Integer, Integer> many = Sorted.filled(Sorted.MANY);
    atomic(
        () -> {
          int next = 2 * (Sorted.MANY - 1);
          for (Iterator<Integer> keys = many.descendingKeySet().iterator(); keys.hasNext(); ) {
            assertThat(keys.next()).isEqualTo(next);
            if (next % 20 != 0) {
              keys.remove();
            }
            next -= 2;
          }
          assertThat(next).isEqualTo(-2);
        });
    assertThat(many).hasSize(Sorted.MANY / 10);
    Sorted.chain(many).assertInvariants();
  }

  @Test
  void iterator_thatHasReadItsRange_mayBeUsedAfterItsTransaction() {
    TSortedMap<Integer, Integer> one = new TSortedMap<>(Map.of(1, 1));
    Iterator<Integer> keys = atomic(() -> one.keySet().iterator());
    assertThat(keys.next()).isEqualTo(1);
    assertThat(keys.hasNext()).isFalse();
  }

  @Test
  void iterator_removeTwice_isRefused() {
    Iterator<Integer> keys = map.keySet().iterator();
    assertThatThrownBy(keys::remove).isInstanceOf(IllegalStateException.class);
    assertThat(keys.next()).isZero();
    keys.remove();
    assertThatThrownBy(keys::remove).isInstanceOf(IllegalStateException.class);
    assertThat(map).doesNotContainKey(0);
  }

  @Test
  void iterator_removeAfterAPut_removesByKey() {
    Iterator<Map.Entry<Integer, Integer>> entries = map.entrySet().iterator();
    entries.next();
    map.put(0, 77);
    entries.remove();
    assertThat(map).doesNotContainKey(0);
  }

  @Test
  void stream_besideAChange_isOfOneInstant() {
    Spliterator<Integer> keys = map.keySet().spliterator();
    map.clear();
    List<Integer> seen = new ArrayList<>();
    keys.forEachRemaining(seen::add);
    assertThat(seen).hasSize(10);
    assertThat(keys.hasCharacteristics(Spliterator.SORTED)).isTrue();
    assertThat(keys.getComparator()).isNull();
    assertThat(map.descendingKeySet().spliterator().getComparator())
        .isEqualTo(Collections.reverseOrder());
  }

  @Test
  void snapshotOf_afterChanges_isAsItWas() {
    NavigableMap<Integer, Integer> before = map.snapshotOf();
    NavigableMap<Integer, Integer> view = map.descendingMap().headMap(10, false).snapshotOf();
    map.clear();
    assertThat(before.keySet()).containsExactly(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
    assertThat(view.keySet()).containsExactly(18, 16, 14, 12);
    assertThat(before.floorKey(7)).isEqualTo(6);
    assertThatThrownBy(() -> before.put(1, 1)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(before::pollFirstEntry).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void snapshotOf_ofManyEntries_findsEachKey() {
    NavigableMap<Integer, Integer> all = Sorted.filled(Sorted.MANY).snapshotOf();
    for (int key = 0; key < 2 * Sorted.MANY; key++) {
      assertThat(all.get(key)).isEqualTo(key % 2 == 0 ? key : null);
      assertThat(all.lowerKey(key + 1)).isEqualTo(key - key % 2);
    }
  }

  // ---- leaves ----

  @Test
  void leaves_ofAFewEntries_haveOneEach() {
    assertThat(Sorted.chain(Sorted.filled(60)).leaves()).isBetween(59, 61);
  }

  @Test
  void leaves_ofManyEntries_shareThem() {
    assertThat(Sorted.chain(Sorted.filled(Sorted.MANY)).leaves())
        .isBetween(Sorted.MANY / 32, Sorted.MANY / 16);
  }

  @Test
  void leaves_ofAscendingKeys_areFull() {
    TSortedMap<Integer, Integer> ascending = new TSortedMap<>();
    TSortedMap<Integer, Integer> descending = new TSortedMap<>();
    for (int i = 0; i < Sorted.MANY; i++) {
      ascending.put(i, i);
      descending.put(-i, i);
    }
    assertThat(Sorted.chain(ascending).leaves()).isLessThan(Sorted.MANY / 32 + 140);
    assertThat(Sorted.chain(descending).leaves()).isLessThan(Sorted.MANY / 32 + 140);
    Sorted.chain(descending).assertInvariants();
  }

  @Test
  void leaves_whenAllIsRemoved_areGone() {
    List<Integer> keys = new ArrayList<>(Sorted.filled(Sorted.MANY).keySet());
    for (Comparator<Integer> order : orders()) {
      TSortedMap<Integer, Integer> many = Sorted.filled(Sorted.MANY);
      keys.sort(order);
      keys.forEach(many::remove);
      assertThat(many).isEmpty();
      assertThat(Sorted.chain(many).leaves()).isEqualTo(1);
      assertThat(Sorted.chain(many).indexed()).isZero();
    }
  }

  private static List<Comparator<Integer>> orders() {
    return Arrays.asList(
        Comparator.naturalOrder(),
        Comparator.reverseOrder(),
        Comparator.comparingLong(key -> key * 7919L % 10_007));
  }

  @Test
  void leaves_afterClear_areGone() {
    TSortedMap<Integer, Integer> many = Sorted.filled(Sorted.MANY);
    many.tailMap(100).clear();
    assertThat(many).hasSize(50);
    assertThat(Sorted.chain(many).leaves()).isLessThanOrEqualTo(51);
    many.clear();
    assertThat(Sorted.chain(many).leaves()).isEqualTo(1);
    assertThat(Sorted.chain(many).indexed()).isZero();
  }

  @Test
  void waiting_forAKey_endsWhenItIsPut() {
    try (Threads threads = Threads.platform()) {
      Thread waiting =
          threads.start(
              () ->
                  assertThat(
                          atomic(
                              () -> {
                                Stm.check(!map.tailMap(100).isEmpty());
                                return map.lastKey();
                              }))
                      .isEqualTo(101));
      Threads.untilParked(waiting);
      map.put(101, 1);
      threads.join();
    }
  }
}
