package io.isolde.stm.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.collection.NullCalls;
import io.isolde.checks.collection.NullCalls.Call;
import io.isolde.stm.Stm;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method, called with null for each of its arguments, does what it does on the JDK's
 * collection that ours stands in for, whether empty or not, in a transaction or not.
 */
class NullArgumentTest {
  private static final List<Integer> ELEMENTS = List.of(3, 5, 7);

  /**
   * Our collection and that of the JDK.
   *
   * @param type whose methods are called
   */
  record Pair<T>(
      String name, Class<T> type, Supplier<? extends T> ours, Supplier<? extends T> theirs) {
    @Override
    public String toString() {
      return name;
    }

    /** The pair of the same part of each. */
    <P> Pair<P> of(String part, Class<P> partType, Function<? super T, ? extends P> view) {
      return new Pair<>(
          part + " of " + name,
          partType,
          () -> view.apply(ours.get()),
          () -> view.apply(theirs.get()));
    }
  }

  private static <M extends Map<Integer, Integer>> M filled(M map, List<Integer> keys) {
    keys.forEach(key -> map.put(key, 10 * key));
    return map;
  }

  private static <C extends Collection<Integer>> C filled(C collection, List<Integer> elements) {
    collection.addAll(elements);
    return collection;
  }

  private static Stream<Pair<?>> pairs() {
    return Stream.of(List.<Integer>of(), ELEMENTS)
        .flatMap(elements -> Stream.concat(mapPairs(elements), otherPairs(elements)));
  }

  @SuppressWarnings("rawtypes") // classes of generic types
  private static Stream<Pair<?>> mapPairs(List<Integer> keys) {
    Pair<ConcurrentMap> map =
        new Pair<>(
            "hash map of " + keys.size(),
            ConcurrentMap.class,
            () -> filled(new TMap<>(), keys),
            () -> filled(new ConcurrentHashMap<>(), keys));
    Pair<ConcurrentNavigableMap> sorted =
        new Pair<>(
            "sorted map of " + keys.size(),
            ConcurrentNavigableMap.class,
            () -> filled(new TSortedMap<>(), keys),
            () -> filled(new ConcurrentSkipListMap<>(), keys));
    Pair<ConcurrentNavigableMap> part =
        sorted.of("part", ConcurrentNavigableMap.class, whole -> part(whole));
    Pair<ConcurrentNavigableMap> descending =
        sorted.of("reverse", ConcurrentNavigableMap.class, ConcurrentNavigableMap::descendingMap);
    return Stream.concat(
        viewPairs(map),
        Stream.of(sorted, part, descending)
            .flatMap(
                pair ->
                    Stream.concat(
                        viewPairs(pair),
                        Stream.of(
                            pair.of("keys", NavigableSet.class, ConcurrentNavigableMap::keySet),
                            pair.of(
                                "descending keys",
                                NavigableSet.class,
                                ConcurrentNavigableMap::descendingKeySet)))));
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // of integers
  private static ConcurrentNavigableMap part(ConcurrentNavigableMap whole) {
    return whole.subMap(2, true, 9, true);
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // classes of generic types
  private static Stream<Pair<?>> viewPairs(Pair<? extends ConcurrentMap> pair) {
    return Stream.of(
        pair,
        pair.of("key set", Set.class, map -> map.keySet()),
        pair.of("entry set", Set.class, map -> map.entrySet()),
        pair.of("values", Collection.class, map -> map.values()));
  }

  private static Stream<Pair<?>> otherPairs(List<Integer> elements) {
    String size = " of " + elements.size();
    return Stream.of(
        new Pair<>(
            "hash set" + size,
            Set.class,
            () -> filled(new TSet<>(), elements),
            () -> filled(ConcurrentHashMap.<Integer>newKeySet(), elements)),
        new Pair<>(
            "sorted set" + size,
            NavigableSet.class,
            () -> filled(new TSortedSet<>(), elements),
            () -> filled(new ConcurrentSkipListSet<>(), elements)),
        new Pair<>(
            "queue" + size,
            BlockingQueue.class,
            () -> filled(new TQueue<>(), elements),
            () -> filled(new LinkedBlockingQueue<>(), elements)),
        new Pair<>(
            "deque" + size,
            BlockingDeque.class,
            () -> filled(new TDeque<>(), elements),
            () -> filled(new LinkedBlockingDeque<>(), elements)),
        new Pair<>(
            "reversed deque" + size,
            Deque.class,
            () -> filled(new TDeque<Integer>(), elements).reversed(),
            () -> filled(new LinkedBlockingDeque<Integer>(), elements).reversed()),
        new Pair<>(
            "priority queue" + size,
            BlockingQueue.class,
            () -> filled(new TPriorityQueue<>(), elements),
            () -> filled(new PriorityBlockingQueue<>(), elements)),
        new Pair<>(
            "array" + size,
            List.class,
            () -> new TArray<>(elements).asList(),
            () -> Arrays.asList(elements.toArray())));
  }

  /** Whether the JDK's behaviour is right for its own class alone. */
  private static boolean isPeculiar(Pair<?> pair, Call call) {
    return switch (call.name()) {
      case "add", "addAll" -> pair.name.contains("of hash map"); // always refused
      case "forEach" -> pair.name.startsWith("reversed"); // takes null if empty
      case "offer" -> pair.name.startsWith("priority") && call.waits(); // has no bound
      default -> false;
    };
  }

  private static List<Call> calls(Pair<?> pair) {
    return NullCalls.of(pair.type).stream().filter(call -> !isPeculiar(pair, call)).toList();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void nullArguments_outsideTransactions_doWhatTheyDoInTheJdk(Pair<?> pair) {
    List<Call> calls = calls(pair);
    assertThat(NullCalls.differences(calls, pair.ours, pair.theirs, Supplier::get)).isEmpty();
  }

  /**
   * Without the methods that have a timeout of their own, which are for use outside transactions.
   */
  @ParameterizedTest
  @MethodSource("pairs")
  void nullArguments_insideTransactions_doWhatTheyDoInTheJdk(Pair<?> pair) {
    List<Call> calls = calls(pair).stream().filter(call -> !call.waits()).toList();
    assertThat(
            NullCalls.differences(
                calls,
                pair.ours,
                pair.theirs,
                call -> Stm.<Object, RuntimeException>atomic(call::get)))
        .isEmpty();
  }
}
