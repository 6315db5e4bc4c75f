package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two threads each insert a key of their own if a query finds nothing like it yet: only one of them
 * may insert. With phantoms, both would.
 */
class InsertionSkewTest {
  private static final int ROUNDS = 500;
  private static final int THREADS = 2;

  /** The value of inserted entries; entries from before have another one. */
  private static final Integer INSERTED = 7;

  private static TSortedMap<Integer, Integer> sorted(Integer... keys) {
    TSortedMap<Integer, Integer> map = new TSortedMap<>();
    List.of(keys).forEach(key -> map.put(key, -1));
    return map;
  }

  private static TMap<Integer, Integer> hashed(Integer... keys) {
    TMap<Integer, Integer> map = new TMap<>();
    List.of(keys).forEach(key -> map.put(key, -1));
    return map;
  }

  private static <M extends Map<Integer, Integer>> Arguments allowed(
      String question, Supplier<M> maker, Predicate<M> mayInsert) {
    return Arguments.of(Named.of(question, maker), mayInsert);
  }

  private static Stream<Arguments> questions() {
    return Stream.of(
        allowed("range empty", () -> sorted(1, 30), map -> map.subMap(10, 20).isEmpty()),
        allowed("no size", () -> sorted(1, 30), map -> map.subMap(10, 20).size() == 0),
        allowed("nothing above", () -> sorted(1, 5), map -> map.ceilingKey(6) == null),
        allowed("nothing below", () -> sorted(20, 25), map -> map.floorKey(19) == null),
        allowed("next far", () -> sorted(1, 30), map -> map.higherKey(9) == 30),
        allowed("last", () -> sorted(1, 2, 3), map -> map.lastKey() == 3),
        allowed("few, sorted", () -> sorted(1, 2, 3), map -> map.size() < 4),
        allowed("no value, sorted", () -> sorted(), map -> !map.containsValue(INSERTED)),
        allowed("empty", () -> hashed(), map -> map.isEmpty()),
        allowed("few", () -> hashed(1, 2, 3), map -> map.size() < 4),
        allowed("no value", () -> hashed(1, 2, 3), map -> !map.containsValue(INSERTED)),
        allowed(
            "iteration", () -> hashed(1, 2), map -> !List.copyOf(map.values()).contains(INSERTED)));
  }

  @ParameterizedTest
  @MethodSource("questions")
  <M extends Map<Integer, Integer>> void insertion_ifThereIsNothingLikeIt_happensOnce(
      Supplier<M> maker, Predicate<M> mayInsert) {
    List<M> maps = IntStream.range(0, ROUNDS).mapToObj(round -> maker.get()).toList();
    CyclicBarrier startOfRound = new CyclicBarrier(THREADS);
    Threads.together(
        Kind.PLATFORM,
        THREADS,
        number -> {
          for (M map : maps) {
            startOfRound.await();
            insertIf(mayInsert, map, 12 + number);
          }
        });
    assertThat(maps).allSatisfy(map -> assertThat(map.values()).containsOnlyOnce(INSERTED));
  }

  private static <M extends Map<Integer, Integer>> void insertIf(
      Predicate<M> mayInsert, M map, int key) {
    atomic(
        () -> {
          if (mayInsert.test(map)) {
            Threads.letOthersRun();
            map.put(key, INSERTED);
          }
        });
  }
}
