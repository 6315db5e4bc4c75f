package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.checks.collection.Keys;
import io.isolde.checks.collection.Keys.Comparing;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link TMap} under concurrency and in transactions: nothing is lost, half done, or stale. */
class TMapTest {
  private static Map<Integer, Integer> map(int size) {
    Map<Integer, Integer> map = new TMap<>();
    for (int i = 0; i < size; i++) {
      map.put(i, i);
    }
    return map;
  }

  // ---- one instant ----

  @Test
  void iterator_besideWriters_showsOneInstant() {
    Map<Integer, Integer> map = map(100);
    Iterator<Integer> keys = map.keySet().iterator();
    map.clear();
    map.put(1_000, 1);
    List<Integer> seen = new ArrayList<>();
    keys.forEachRemaining(seen::add);
    assertThat(seen).hasSize(100).doesNotContain(1_000);
  }

  @Test
  void snapshotOf_besideWriters_staysTheSame() {
    TMap<Integer, Integer> map = new TMap<>(map(1_000));
    Map<Integer, Integer> copy = map.snapshotOf();
    map.replaceAll((key, value) -> -1);
    map.put(5_000, 5_000);
    assertThat(copy).isEqualTo(map(1_000)).doesNotContainKey(5_000);
    assertThatThrownBy(() -> copy.put(1, 1)).isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @EnumSource
  void bulkOperations_byManyThreads_areSeenWholeOrNotAtAll(Kind kind) {
    TMap<Integer, Integer> map = new TMap<>();
    Map<Integer, Integer> all = map(50);
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 200; i++) {
            switch ((i + number) % 4) {
              case 0 -> map.putAll(all);
              case 1 -> map.replaceAll((key, value) -> value + 50);
              case 2 -> map.keySet().removeIf(key -> true);
              default -> map.clear();
            }
            int expected = map.isEmpty() ? 0 : 50;
            assertThat(map.size()).isIn(0, 50);
            assertThat(map.keySet().toArray().length).isIn(expected, 0, 50);
            assertThat(map.values().stream().map(value -> value / 50).distinct().count())
                .isLessThan(2);
          }
        });
  }

  /** Two keys are always inserted and removed together while the map grows. */
  @ParameterizedTest
  @EnumSource
  void pairs_besideGrowth_areSeenTogether(Kind kind) {
    TMap<Integer, Integer> map = new TMap<>();
    Threads.together(
        kind,
        4,
        number -> {
          Random random = new Random(number);
          for (int i = 1; i < 4_000; i++) {
            int key = 1 + random.nextInt(2 * i);
            if (number < 2) {
              atomic(() -> togglePair(map, key));
            } else {
              assertThat(atomic(() -> map.containsKey(key) == map.containsKey(-key))).isTrue();
              assertThat(snapshot(() -> map.containsKey(-key) == map.containsKey(key))).isTrue();
            }
            if (i % 500 == 0) {
              assertThat(map.keySet().stream().mapToInt(Integer::intValue).sum()).isZero();
              assertThat(map.size() % 2).isZero();
            }
          }
        });
    assertThat(map.keySet().toArray()).hasSize(map.size());
  }

  private static void togglePair(Map<Integer, Integer> map, int key) {
    if (map.remove(key) != null) {
      map.remove(-key);
    } else {
      map.put(key, key);
      map.put(-key, -key);
    }
  }

  /** A search that looked at a bucket just before it was split would miss the key. */
  @Test
  void get_outsideTransactionsBesideSplits_findsWhatWasInserted() {
    TMap<Integer, Integer> map = new TMap<>();
    AtomicInteger inserted = new AtomicInteger();
    int all = 30_000;
    Threads.together(
        Kind.PLATFORM,
        2,
        number -> {
          Random random = new Random();
          for (int done = 0; done < all; done = inserted.get()) {
            if (number == 0) {
              map.put(done, done);
              inserted.incrementAndGet();
            } else if (done > 0) {
              int key = random.nextInt(Math.max(0, done - 64), done);
              assertThat(map.get(key)).isEqualTo(key);
            }
          }
        });
    assertThat(map).hasSize(all);
  }

  /** The buckets of the keys are split meanwhile. */
  @ParameterizedTest
  @EnumSource
  void put_byManyThreads_givesEachReplacedValueBackOnce(Kind kind) {
    TMap<Integer, Integer> map = new TMap<>();
    Queue<Integer> given = new ConcurrentLinkedQueue<>();
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 4_000; i++) {
            Integer replaced = map.put(i % 700, 4_000 * number + i);
            if (replaced != null) {
              given.add(replaced);
            }
          }
        });
    given.addAll(map.values());
    assertThat(given).hasSize(16_000).doesNotHaveDuplicates();
    assertThat(map).hasSize(700);
  }

  @ParameterizedTest
  @EnumSource
  void counts_byManyThreads_loseNothing(Kind kind) {
    TMap<Integer, Integer> map = new TMap<>();
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 2_000; i++) {
            map.merge(i % 100, 1, Integer::sum);
            map.computeIfAbsent(1_000 + i, key -> 0);
          }
        });
    assertThat(map).hasSize(2_100);
    assertThat(map.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(8_000);
  }

  // ---- phantoms and write skew ----

  @Test
  void insertionIfNoSuchValue_besideAnother_happensOnce() {
    Map<String, String> ownerOf = new TMap<>();
    atomic(
        () -> {
          boolean free = !ownerOf.containsValue("captain");
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> ownerOf.put("Tristan", "captain"));
          }
          if (free) {
            ownerOf.put("Marke", "captain");
          }
        });
    assertThat(ownerOf).isEqualTo(Map.of("Tristan", "captain"));
  }

  @ParameterizedTest
  @EnumSource
  void insertionsUpToALimit_byManyThreads_keepTheLimit(Kind kind) {
    Map<Integer, Integer> map = new TMap<>();
    Threads.together(
        kind,
        4,
        number -> {
          for (int i = 0; i < 100; i++) {
            int key = 100 * number + i;
            atomic(
                () -> {
                  if (map.size() < 50) {
                    map.put(key, key);
                  }
                });
          }
        });
    assertThat(map).hasSize(50);
  }

  @ParameterizedTest
  @EnumSource
  void insertionIfNoNeighbour_byManyThreads_keepsDistance(Kind kind) {
    TSet<Integer> places = new TSet<>();
    Threads.together(
        kind,
        4,
        number -> {
          Random random = new Random(number);
          for (int i = 0; i < 500; i++) {
            int place = random.nextInt(1_000);
            atomic(
                () -> {
                  if (!places.contains(place - 1) && !places.contains(place + 1)) {
                    places.add(place);
                  }
                });
          }
        });
    assertThat(places).isNotEmpty().noneMatch(place -> places.contains(place + 1));
  }

  // ---- waiting ----

  @Test
  void retry_afterALookForAnAbsentKey_isWokenByItsInsertion() {
    TMap<String, Integer> map = new TMap<>();
    LongRef seen = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      Thread waiting =
          threads.start(
              () ->
                  atomic(
                      () -> {
                        Integer value = map.get("wanted");
                        if (value == null) {
                          throw retry();
                        }
                        seen.set(value);
                      }));
      Threads.untilParked(waiting);
      for (int i = 0; i < 500; i++) {
        map.put("other " + i, i);
      }
      map.put("wanted", 7);
      threads.join();
    }
    assertThat(seen.get()).isEqualTo(7);
  }

  @Test
  void orElse_takesFromTheMapThatHasTheKey() {
    TMap<String, Integer> empty = new TMap<>();
    TMap<String, Integer> full = new TMap<>(Map.of("a", 1));
    assertThat(Stm.<Integer, RuntimeException>orElse(() -> take(empty), () -> take(full)))
        .isEqualTo(1);
    assertThat(full).isEmpty();
  }

  private static int take(Map<String, Integer> map) {
    Integer value = map.remove("a");
    if (value == null) {
      throw retry();
    }
    return value;
  }

  // ---- functions ----

  @Test
  void compute_withAFunctionThatThrows_changesNothing() {
    Map<Integer, Integer> map = map(10);
    atomic(
        () ->
            assertThatThrownBy(
                    () ->
                        map.compute(
                            1,
                            (key, value) -> {
                              map.put(2, 100);
                              throw new IllegalArgumentException();
                            }))
                .isInstanceOf(IllegalArgumentException.class));
    assertThat(map).isEqualTo(map(10));
  }

  @Test
  void compute_withAFunctionThatUsesTheMap_putsItsResultLast() {
    Map<Integer, Integer> map = new TMap<>();
    Integer result =
        map.computeIfAbsent(
            1,
            key -> {
              for (int i = 0; i < 200; i++) {
                map.put(i, -1);
              }
              return 1;
            });
    assertThat(result).isEqualTo(1);
    assertThat(map).hasSize(200).containsEntry(1, 1).containsEntry(0, -1);
  }

  @Test
  void computeIfAbsent_ofAPresentKey_writesNothing() {
    Map<Integer, Integer> map = map(1);
    assertThat(snapshot(() -> map.computeIfAbsent(0, key -> 5))).isZero();
    assertThat(snapshot(() -> map.putIfAbsent(0, 5))).isZero();
  }

  // ---- misuse ----

  @Test
  void write_inASnapshot_isRefused() {
    Map<Integer, Integer> map = map(1);
    assertThatThrownBy(() -> snapshot(() -> map.put(1, 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> snapshot(() -> map.remove(0)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(map).isEqualTo(map(1)).hasSize(1);
  }

  @Test
  void construction_withANegativeSize_isRefused() {
    assertThatThrownBy(() -> new TMap<>(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TSet<>(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void construction_withAnExpectedSize_changesNothingElse() {
    for (int expected : new int[] {0, 1, 16, 17, 5_000}) {
      TMap<Integer, Integer> map = new TMap<>(expected);
      map.putAll(map(3_000));
      assertThat(map).isEqualTo(map(3_000)).hasSize(3_000);
    }
  }

  // ---- poor hash codes ----

  @Test
  void comparableKeys_ofTheSameHashCode_areFoundInLogarithmicTime() {
    AtomicInteger comparisons = new AtomicInteger();
    record Counting(int number, AtomicInteger comparisons) implements Comparable<Counting> {
      @Override
      public int hashCode() {
        return 42;
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Counting counting && counting.number == number;
      }

      @Override
      public int compareTo(Counting other) {
        comparisons.incrementAndGet();
        return Integer.compare(number, other.number);
      }
    }
    TMap<Counting, Integer> map = new TMap<>();
    int all = 4_000;
    for (int i = 0; i < all; i++) {
      map.put(new Counting(i, comparisons), i);
    }
    comparisons.set(0);
    for (int i = 0; i < all; i++) {
      assertThat(map.get(new Counting(i, comparisons))).isEqualTo(i);
    }
    assertThat(comparisons.get()).isLessThan(40 * all);
  }

  @Test
  void keysOfEqualLowBits_amongManyOthers_areSplitWhenTheMapHasGrown() {
    Map<Comparing, Integer> map = new TMap<>();
    Map<Comparing, Integer> model = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      Comparing key = Keys.spreadTo(i, i < 200 ? i << 10 : i * 0x51ED27);
      map.put(key, i);
      model.put(key, i);
      if (i > 19_000) {
        Comparing old = Keys.spreadTo(i % 200, (i % 200) << 10);
        assertThat(map.remove(old)).isEqualTo(model.remove(old));
        map.put(old, i);
        model.put(old, i);
      }
    }
    assertThat(map).isEqualTo(model).hasSize(model.size());
  }

  @Test
  void keyComparison_thatThrowsInASplit_changesNothing() {
    assertThatASplitThatThrowsChangesNothing(
        (map, key) -> atomic(() -> assertThatPutThrows(() -> map.put(key, 1))));
    assertThatASplitThatThrowsChangesNothing(
        (map, key) -> atomic(() -> assertThatPutThrows(() -> map.putIfAbsent(key, 1))));
    assertThatASplitThatThrowsChangesNothing(
        (map, key) -> assertThatPutThrows(() -> map.put(key, 1)));
    assertThatASplitThatThrowsChangesNothing(
        (map, key) -> assertThatPutThrows(() -> map.putIfAbsent(key, 1)));
  }

  private static void assertThatPutThrows(ThrowingCallable put) {
    assertThatThrownBy(put).isInstanceOf(IllegalStateException.class);
  }

  /**
   * A split compares the keys of a half that becomes a tree again. Here this is the second half, so
   * the first one has been written before.
   */
  private static void assertThatASplitThatThrowsChangesNothing(
      BiConsumer<Map<Object, Integer>, Object> put) {
    AtomicBoolean failing = new AtomicBoolean();
    record Fragile(Comparing key, AtomicBoolean failing) implements Comparable<Fragile> {
      @Override
      public int hashCode() {
        return key.hashCode();
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Fragile fragile && fragile.key.equals(key);
      }

      @Override
      public int compareTo(Fragile other) {
        if (failing.get()) {
          throw new IllegalStateException("no comparison");
        }
        return key.compareTo(other.key);
      }
    }
    Map<Object, Integer> map = new TMap<>();
    for (int i = 0; i < 40; i++) {
      map.put(new Fragile(Keys.spreadTo(i, i == 0 ? 0 : 1 << 8), failing), i);
    }
    for (int i = 0; i < 2_000; i++) {
      map.put(Keys.spreadTo(i, 2 * i + 1), i); // grows the directory with keys of other buckets
    }
    Map<Object, Integer> before = new HashMap<>(map);
    Fragile last = new Fragile(Keys.spreadTo(40, 2 << 8), failing);
    failing.set(true);
    put.accept(map, last);
    failing.set(false);
    assertThat(map).hasSize(2_040).isEqualTo(before);
    map.put(last, 1);
    assertThat(map).hasSize(2_041).containsEntry(last, 1);
  }

  // ---- memory ----

  @Test
  @Tag("long")
  void entry_ofAMillion_takesAtMost96Bytes() {
    Integer value = 7;
    long before = usedBytes();
    Map<Integer, Integer> map = new TMap<>();
    for (int i = 0; i < 1_000_000; i++) {
      map.put(1_000 + i * 7919, value);
    }
    long bytes = usedBytes() - before;
    assertThat(map).hasSize(1_000_000);
    assertThat(bytes / 1_000_000.0).isLessThan(96);
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
