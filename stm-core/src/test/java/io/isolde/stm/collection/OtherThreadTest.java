package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.Transaction;
import io.isolde.stm.collection.sorted.LeafProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Spliterator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Objects that are obtained from a collection inside a transaction and used on another thread, or
 * after the transaction: they show what the transaction saw, or say that they cannot.
 */
class OtherThreadTest {
  private static final int ALL = 5_000;
  private static final int SUM = ALL * (ALL - 1) / 2;

  private static List<Integer> numbers() {
    return IntStream.range(0, ALL).boxed().toList();
  }

  private static <M extends Map<Integer, Integer>> M filled(M map) {
    numbers().forEach(i -> map.put(i, i));
    return map;
  }

  private static TSortedMap<Integer, Integer> sorted() {
    return filled(new TSortedMap<>());
  }

  private static TSortedMap<Integer, Integer> reversed() {
    return filled(new TSortedMap<>(Comparator.<Integer>reverseOrder()));
  }

  private static TSortedMap<Integer, Integer> part() {
    TSortedMap<Integer, Integer> map = sorted();
    map.put(-1, -1);
    map.put(ALL, ALL);
    return map.subMap(0, true, ALL, false);
  }

  /** Collections of the numbers from 0 to below {@link #ALL}. */
  private static Stream<Named<Collection<Integer>>> collections() {
    TQueue<Integer> queue = new TQueue<>();
    queue.addAll(numbers());
    return Stream.of(
        Named.of("keys of a hash map", filled(new TMap<Integer, Integer>()).keySet()),
        Named.of("values of a hash map", filled(new TMap<Integer, Integer>()).values()),
        Named.of("hash set", new TSet<>(numbers())),
        Named.of("keys of a sorted map", sorted().keySet()),
        Named.of("values of a sorted map", sorted().values()),
        Named.of("keys of a reversed map", reversed().keySet()),
        Named.of("descending keys", sorted().descendingKeySet()),
        Named.of("values of a descending map", sorted().descendingMap().values()),
        Named.of("keys of a part", part().keySet()),
        Named.of("values of a part", part().values()),
        Named.of("sorted set", new TSortedSet<>(numbers())),
        Named.of("descending set", new TSortedSet<>(numbers()).descendingSet()),
        Named.of("frozen map", sorted().snapshotOf().keySet()),
        Named.of("queue", queue),
        Named.of("deque", new TDeque<>(numbers())),
        Named.of("reversed deque", new TDeque<>(numbers()).reversed()),
        Named.of("priority queue", new TPriorityQueue<>(numbers())),
        Named.of("array", new TArray<>(numbers()).asList()));
  }

  private static int sum(Stream<Integer> stream) {
    return stream.mapToInt(Integer::intValue).sum();
  }

  @ParameterizedTest
  @MethodSource("collections")
  void parallelStream_insideATransaction_showsAll(Collection<Integer> collection) {
    for (int i = 0; i < 5; i++) {
      assertThat(snapshot(() -> sum(collection.parallelStream()))).isEqualTo(SUM);
    }
  }

  /** The values change during the snapshot, which shows them as they were. */
  @Test
  void parallelStreams_ofSortedMapsBesideAWriter_areOfOneInstant() {
    TSortedMap<Integer, Integer> map = sorted();
    for (int i = 0; i < 20; i++) {
      int seen =
          snapshot(
              () -> {
                int first = map.get(0);
                Threads.elsewhere(() -> map.replaceAll((key, value) -> value + 1));
                return sum(map.values().parallelStream()) - ALL * first;
              });
      assertThat(seen).isEqualTo(SUM);
    }
  }

  @Test
  void parallelStreams_ofUncommittedEntries_showThem() {
    TSortedMap<Integer, Integer> map = new TSortedMap<>();
    TSortedSet<Integer> set = new TSortedSet<>();
    atomic(
        () -> {
          filled(map);
          set.addAll(numbers());
          assertThat(sum(map.keySet().parallelStream())).isEqualTo(SUM);
          assertThat(sum(map.values().parallelStream())).isEqualTo(SUM);
          assertThat(sum(map.descendingMap().values().parallelStream())).isEqualTo(SUM);
          assertThat(map.entrySet().parallelStream().mapToInt(Map.Entry::getValue).sum())
              .isEqualTo(SUM);
          assertThat(map.keySet().parallelStream().sorted().toList()).isEqualTo(numbers());
          assertThat(map.descendingKeySet().parallelStream().sorted().toList())
              .isEqualTo(numbers());
          assertThat(set.parallelStream().filter(i -> i % 2 == 0).toList())
              .isEqualTo(numbers().stream().filter(i -> i % 2 == 0).toList());
          assertThat(sum(set.tailSet(10).parallelStream())).isEqualTo(SUM - 45);
        });
  }

  @ParameterizedTest
  @MethodSource("collections")
  void spliterator_splitInTheTransactionAndUsedElsewhere_isWhole(Collection<Integer> collection) {
    int sum =
        atomic(
            () -> {
              Spliterator<Integer> rest = collection.spliterator();
              Spliterator<Integer> first = rest.trySplit();
              List<Integer> elements = new ArrayList<>();
              Threads.elsewhere(
                  () -> {
                    first.forEachRemaining(elements::add);
                    rest.forEachRemaining(elements::add);
                  });
              return sum(elements.stream());
            });
    assertThat(sum).isEqualTo(SUM);
  }

  @ParameterizedTest
  @MethodSource("collections")
  void iterator_usedAfterItsTransaction_isWholeOrFails(Collection<Integer> collection) {
    Iterator<Integer> iterator = atomic(() -> collection.iterator());
    requireWholeOrFailing(iterator, collection);
    Spliterator<Integer> spliterator = snapshot(() -> collection.spliterator());
    List<Integer> seen = new ArrayList<>();
    if (isLazy(collection)) {
      assertThatThrownBy(() -> spliterator.forEachRemaining(seen::add))
          .isInstanceOf(IllegalStateException.class);
    } else {
      spliterator.forEachRemaining(seen::add);
      assertThat(sum(seen.stream())).isEqualTo(SUM);
    }
  }

  @ParameterizedTest
  @MethodSource("collections")
  void iterator_usedOnAnotherThread_isWholeOrFails(Collection<Integer> collection) {
    atomic(
        () -> {
          Iterator<Integer> iterator = collection.iterator();
          Threads.elsewhere(() -> requireWholeOrFailing(iterator, collection));
        });
    atomic(
        () -> {
          Iterator<Integer> iterator = collection.iterator();
          Threads.elsewhere(() -> atomic(() -> requireWholeOrFailing(iterator, collection)));
        });
  }

  private static boolean isLazy(Collection<Integer> collection) {
    return (collection instanceof SortedView<?, ?, ?> view) && LeafProbe.isLive(view.map.pages());
  }

  private static void requireWholeOrFailing(
      Iterator<Integer> iterator, Collection<Integer> collection) {
    List<Integer> seen = new ArrayList<>();
    if (isLazy(collection)) {
      assertThatThrownBy(() -> iterator.forEachRemaining(seen::add))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("iterator")
          .hasMessageContaining("transaction");
    } else {
      iterator.forEachRemaining(seen::add);
      assertThat(sum(seen.stream())).isEqualTo(SUM);
    }
  }

  @Test
  void iterator_ofAnEarlierAttempt_fails() {
    TSortedMap<Integer, Integer> map = sorted();
    List<Iterator<Integer>> iterators = new ArrayList<>();
    atomic(
        () -> {
          iterators.add(map.keySet().iterator());
          if (Transaction.current().attempt() == 1) {
            map.get(0);
            Threads.elsewhere(() -> map.put(0, map.get(0) + 1));
            map.put(0, map.get(0) + 1);
          }
        });
    assertThat(iterators).hasSize(2);
    for (Iterator<Integer> iterator : iterators) {
      assertThatThrownBy(() -> iterator.forEachRemaining(i -> {}))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void iterator_madeOutside_mayBeUsedAnywhere() {
    TSortedMap<Integer, Integer> map = sorted();
    Iterator<Integer> iterator = map.values().iterator();
    map.clear();
    List<Integer> seen = new ArrayList<>();
    Threads.elsewhere(() -> iterator.forEachRemaining(seen::add));
    assertThat(sum(seen.stream())).isEqualTo(SUM);
  }

  /** A transaction that stops early depends only on what it has seen. */
  @Test
  void stream_thatStopsEarly_readsNoFurther() {
    TSortedMap<Integer, Integer> map = sorted();
    int[] attempts = new int[1];
    int first =
        atomic(
            () -> {
              attempts[0]++;
              int found = map.keySet().stream().findFirst().orElseThrow();
              Threads.elsewhere(() -> map.put(ALL - 1, 7 * attempts[0]));
              map.put(0, 1);
              return found;
            });
    assertThat(first).isZero();
    assertThat(attempts[0]).isEqualTo(1);
  }

  // ---- views ----

  @Test
  void views_madeInATransaction_areLiveAfterItAndElsewhere() {
    TSortedMap<Integer, Integer> map = sorted();
    List<Supplier<Integer>> sizes = new ArrayList<>();
    atomic(
        () -> {
          NavigableMap<Integer, Integer> sub = map.subMap(0, true, ALL, true);
          NavigableSet<Integer> keys = map.descendingKeySet();
          sizes.add(sub::size);
          sizes.add(keys::size);
          sizes.add(sub.values()::size);
          sizes.add(sub.descendingMap().entrySet()::size);
        });
    map.remove(7);
    Threads.elsewhere(() -> sizes.forEach(size -> assertThat(size.get()).isEqualTo(ALL - 1)));
  }
}
