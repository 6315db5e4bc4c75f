package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The characteristics that spliterators report are true, and are those that the JDK's report. */
class SpliteratorTest {
  private static final List<Integer> ELEMENTS = List.of(5, 3, 8, 1, 9, 2, 7);

  /** One of our collections, and the JDK's collection that it stands in for. */
  record Pair(String name, Collection<?> ours, Collection<?> theirs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static <M extends Map<Integer, Integer>> M filled(M map, boolean full) {
    (full ? ELEMENTS : List.<Integer>of()).forEach(i -> map.put(i, i));
    return map;
  }

  private static Stream<Pair> pairs() {
    return Stream.of(true, false).flatMap(SpliteratorTest::pairs);
  }

  private static Stream<Pair> pairs(boolean full) {
    List<Integer> elements = full ? ELEMENTS : List.of();
    Comparator<Integer> reverse = Comparator.reverseOrder();
    ConcurrentMap<Integer, Integer> map = filled(new TMap<>(), full);
    ConcurrentMap<Integer, Integer> jdkMap = filled(new ConcurrentHashMap<>(), full);
    ConcurrentNavigableMap<Integer, Integer> sorted = filled(new TSortedMap<>(), full);
    ConcurrentNavigableMap<Integer, Integer> jdkSorted =
        filled(new ConcurrentSkipListMap<>(), full);
    ConcurrentSkipListMap<Integer, Integer> jdkPart =
        new ConcurrentSkipListMap<>(jdkSorted.headMap(6)); // its views report less than it
    TSortedMap<Integer, Integer> reversed = filled(new TSortedMap<>(reverse), full);
    ConcurrentSkipListMap<Integer, Integer> jdkReversed =
        filled(new ConcurrentSkipListMap<>(reverse), full);
    return Stream.of(
        new Pair("keys", map.keySet(), jdkMap.keySet()),
        new Pair("values", map.values(), jdkMap.values()),
        new Pair("entries", map.entrySet(), jdkMap.entrySet()),
        new Pair("set", new TSet<>(elements), filled(new ConcurrentHashMap<>(), full).keySet()),
        new Pair("sorted keys", sorted.keySet(), jdkSorted.keySet()),
        new Pair("sorted values", sorted.values(), jdkSorted.values()),
        new Pair("reversed keys", reversed.keySet(), jdkReversed.keySet()),
        new Pair("descending keys", sorted.descendingKeySet(), jdkReversed.keySet()),
        new Pair("keys of a part", sorted.headMap(6).keySet(), jdkPart.keySet()),
        new Pair("values of a part", sorted.headMap(6).values(), jdkPart.values()),
        new Pair("sorted set", new TSortedSet<>(elements), new ConcurrentSkipListSet<>(elements)),
        new Pair("queue", new TQueue<>(elements), new LinkedBlockingQueue<>(elements)),
        new Pair("deque", new TDeque<>(elements), new LinkedBlockingDeque<>(elements)),
        new Pair(
            "reversed deque",
            new TDeque<>(elements).reversed(),
            new LinkedBlockingDeque<>(elements.reversed())),
        new Pair("priority queue", new TPriorityQueue<>(elements), new PriorityQueue<>(elements)),
        new Pair("array", new TArray<>(elements).asList(), Arrays.asList(elements.toArray())));
  }

  private static boolean has(Spliterator<?> spliterator, int characteristic) {
    return spliterator.hasCharacteristics(characteristic);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void characteristics_areThoseOfTheJdk(Pair pair) {
    Spliterator<?> ours = pair.ours.spliterator();
    Spliterator<?> theirs = pair.theirs.spliterator();
    assertThat(has(ours, Spliterator.ORDERED)).isEqualTo(has(theirs, Spliterator.ORDERED));
    assertThat(has(ours, Spliterator.SORTED)).isEqualTo(has(theirs, Spliterator.SORTED));
    assertThat(has(ours, Spliterator.DISTINCT)).isEqualTo(has(theirs, Spliterator.DISTINCT));
    assertThat(has(ours, Spliterator.NONNULL))
        .isEqualTo(has(theirs, Spliterator.NONNULL) || pair.ours instanceof TPriorityQueue<?>);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void comparator_isThatOfTheOrder(Pair pair) {
    requireComparator(pair.ours.spliterator(), pair.theirs.spliterator());
    Spliterator<?> rest = pair.ours.spliterator();
    Spliterator<?> first = rest.trySplit();
    requireComparator(rest, pair.theirs.spliterator());
    if (first != null) {
      requireComparator(first, pair.theirs.spliterator());
    }
  }

  private static void requireComparator(Spliterator<?> ours, Spliterator<?> theirs) {
    if (has(theirs, Spliterator.SORTED)) {
      assertThat(ours.getComparator()).isEqualTo(theirs.getComparator());
    } else {
      assertThatThrownBy(ours::getComparator).isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void actions_thatAreNull_areRefused(Pair pair) {
    requireRefusals(pair);
    atomic(() -> requireRefusals(pair));
  }

  private static void requireRefusals(Pair pair) {
    requireNullPointer(() -> pair.ours.spliterator().forEachRemaining(null));
    requireNullPointer(() -> pair.ours.spliterator().tryAdvance(null));
    requireNullPointer(() -> pair.ours.iterator().forEachRemaining(null));
    requireNullPointer(() -> pair.ours.forEach(null));
    requireNullPointer(() -> pair.ours.removeIf(null));
  }

  private static void requireNullPointer(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(NullPointerException.class);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void parts_haveAllElementsOnceAndInOrder(Pair pair) {
    requireAllElements(pair.ours);
    atomic(() -> requireAllElements(pair.ours));
  }

  private static void requireAllElements(Collection<?> collection) {
    for (int advanced = 0; advanced < 3; advanced++) {
      List<Object> elements = new ArrayList<>();
      Spliterator<?> rest = collection.spliterator();
      for (int i = 0; i < advanced; i++) {
        rest.tryAdvance(elements::add);
      }
      addAll(rest, elements);
      assertThat(elements).isEqualTo(new ArrayList<>(collection));
    }
  }

  private static void addAll(Spliterator<?> rest, List<Object> elements) {
    long estimated = rest.estimateSize();
    Spliterator<?> first = rest.trySplit();
    if (first != null) {
      assertThat(first.estimateSize()).isLessThanOrEqualTo(estimated);
      addAll(first, elements);
    }
    rest.forEachRemaining(elements::add);
  }
}
