package io.isolde.stm.collection;

import io.isolde.checks.collection.ModelCheck;
import io.isolde.checks.collection.ModelCheck.Operation;
import io.isolde.stm.Stm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Random operations on the sorted map and its views, which are also applied to a TreeMap. The
 * invariants hold after each step.
 */
class TSortedMapModelTest {
  /** An action on a map with two keys; its result is compared. */
  private interface Action {
    Object apply(NavigableMap<Integer, Integer> map, int key, int other);
  }

  private static final Map<String, Action> ACTIONS =
      Map.ofEntries(
          Map.entry("put", (map, key, other) -> map.put(key, other)),
          Map.entry("putIfAbsent", (map, key, other) -> map.putIfAbsent(key, other)),
          Map.entry("remove", (map, key, other) -> map.remove(key)),
          Map.entry("remove both", (map, key, other) -> map.remove(key, other)),
          Map.entry("replace", (map, key, other) -> map.replace(key, other)),
          Map.entry("replace both", (map, key, other) -> map.replace(key, key, other)),
          Map.entry("get", (map, key, other) -> map.get(key)),
          Map.entry("merge", (map, key, other) -> map.merge(key, other, Integer::sum)),
          Map.entry(
              "merge away", (map, key, other) -> map.merge(key, other, (before, value) -> null)),
          Map.entry(
              "compute", (map, key, other) -> map.compute(key, (k, v) -> v == null ? other : null)),
          Map.entry(
              "computeIfAbsent",
              (map, key, other) -> map.computeIfAbsent(key, k -> k % 2 == 0 ? null : other)),
          Map.entry(
              "computeIfPresent",
              (map, key, other) -> map.computeIfPresent(key, (k, v) -> v > other ? null : v + 1)),
          Map.entry("size", (map, key, other) -> map.size()),
          Map.entry("isEmpty", (map, key, other) -> map.isEmpty()),
          Map.entry("first", (map, key, other) -> map.firstEntry()),
          Map.entry("last", (map, key, other) -> map.lastEntry()),
          Map.entry("firstKey", (map, key, other) -> map.firstKey()),
          Map.entry("floor", (map, key, other) -> map.floorEntry(key)),
          Map.entry("lower", (map, key, other) -> map.lowerKey(key)),
          Map.entry("ceiling", (map, key, other) -> map.ceilingKey(key)),
          Map.entry("higher", (map, key, other) -> map.higherEntry(key)),
          Map.entry("pollFirst", (map, key, other) -> map.pollFirstEntry()),
          Map.entry("pollLast", (map, key, other) -> map.pollLastEntry()),
          Map.entry("containsValue", (map, key, other) -> map.containsValue(other)),
          Map.entry("keys", (map, key, other) -> List.copyOf(map.keySet())),
          Map.entry("values", (map, key, other) -> List.copyOf(map.descendingMap().values())),
          Map.entry("entries", (map, key, other) -> map.entrySet().toString()),
          Map.entry("forEach", (map, key, other) -> visited(map)),
          Map.entry("equal", (map, key, other) -> map.equals(new TreeMap<>(map))),
          Map.entry("hash", (map, key, other) -> map.hashCode()),
          Map.entry(
              "remove every third", (map, key, other) -> map.values().removeIf(v -> v % 3 == 0)),
          Map.entry(
              "remove keys", (map, key, other) -> map.keySet().removeAll(List.of(key, other))),
          Map.entry("retain", (map, key, other) -> map.values().retainAll(List.of(key, other, 1))),
          Map.entry("iterate and remove", TSortedMapModelTest::iterateAndRemove),
          Map.entry(
              "replaceAll",
              (map, key, other) -> {
                map.replaceAll((k, v) -> v + other % 2);
                return "";
              }),
          Map.entry(
              "putAll",
              (map, key, other) -> {
                map.putAll(Map.of(key, 1, key + 1, 2));
                return "";
              }),
          Map.entry(
              "clear",
              (map, key, other) -> {
                map.clear();
                return "";
              }));

  private static final List<String> NAMES = ACTIONS.keySet().stream().sorted().toList();

  private static List<Integer> visited(NavigableMap<Integer, Integer> map) {
    List<Integer> visited = new ArrayList<>();
    map.forEach(
        (key, value) -> {
          visited.add(key);
          visited.add(value);
        });
    return visited;
  }

  private static Object iterateAndRemove(NavigableMap<Integer, Integer> map, int key, int other) {
    List<Integer> seen = new ArrayList<>();
    for (var keys = map.keySet().iterator(); keys.hasNext(); ) {
      int next = keys.next();
      seen.add(next);
      if (next % 7 == key % 7 || next > other) {
        keys.remove();
      }
    }
    return seen;
  }

  private static Operation<NavigableMap<Integer, Integer>> operation(Random random, int keys) {
    String action = NAMES.get(random.nextInt(NAMES.size()));
    int key = random.nextInt(keys);
    int other = random.nextInt(keys);
    int low = random.nextInt(keys);
    int high = random.nextInt(keys);
    int view =
        switch (action) {
          case "putAll" -> 0; // TreeMap's may stop half-way on a view
          case "clear" -> 1 + random.nextInt(4); // so often, because it seldom clears everything
          default -> random.nextInt(5);
        };
    boolean inclusive = random.nextBoolean();
    return new Operation<>(
        "%s(%d, %d) on %d [%d %d %b]".formatted(action, key, other, view, low, high, inclusive),
        map -> ACTIONS.get(action).apply(view(map, view, low, high, inclusive), key, other));
  }

  /** The map itself, or a view of it. */
  private static NavigableMap<Integer, Integer> view(
      NavigableMap<Integer, Integer> map, int view, int low, int high, boolean inclusive) {
    return switch (view) {
      case 1 -> map.subMap(low, inclusive, high, !inclusive);
      case 2 -> map.descendingMap().tailMap(low, inclusive);
      case 3 -> map.tailMap(low, inclusive).descendingMap().tailMap(high, inclusive);
      case 4 -> map.headMap(high, inclusive);
      default -> map;
    };
  }

  private static ModelCheck<NavigableMap<Integer, Integer>> check(
      Supplier<? extends NavigableMap<Integer, Integer>> ours,
      Supplier<? extends NavigableMap<Integer, Integer>> model,
      int keys) {
    BiFunction<Random, Integer, Operation<NavigableMap<Integer, Integer>>> operations =
        TSortedMapModelTest::operation;
    Function<NavigableMap<Integer, Integer>, Object> contents =
        map -> List.copyOf(Sorted.checked(map).entrySet());
    return ModelCheck.<NavigableMap<Integer, Integer>>of(ours, model)
        .inside(body -> Stm.atomic(body::run))
        .copying(TreeMap::new)
        .comparing(contents)
        .generating(random -> operations.apply(random, keys));
  }

  @Test
  void sortedMap_ofFewEntries_doesWhatATreeMapDoes() {
    check(TSortedMap::new, TreeMap::new, 24).run(1_500, 30);
  }

  @Test
  void sortedMap_inAnotherOrder_doesWhatATreeMapDoes() {
    Comparator<Integer> order = Comparator.reverseOrder();
    check(() -> new TSortedMap<>(order), () -> new TreeMap<>(order), 24).run(500, 30);
  }

  /** Here leaves have many entries, and are split and joined. */
  @Test
  void sortedMap_ofManyEntries_doesWhatATreeMapDoes() {
    check(
            () -> Sorted.filled(Sorted.MANY),
            () -> Sorted.filled(new TreeMap<>(), Sorted.MANY),
            2 * Sorted.MANY)
        .run(30, 20);
  }
}
