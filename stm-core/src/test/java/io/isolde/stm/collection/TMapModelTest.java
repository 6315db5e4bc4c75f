package io.isolde.stm.collection;

import io.isolde.stm.collection.Keys.Comparing;
import io.isolde.stm.collection.Keys.Incomparable;
import io.isolde.stm.collection.ModelCheck.Operation;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@link TMap} does what {@link HashMap} does, whatever the hash codes: also when many are the
 * same, in all bits or in those that choose the bucket.
 */
class TMapModelTest {
  private static Stream<Named<IntFunction<Object>>> keys() {
    return Stream.of(
        Named.of("usual hash codes", i -> i),
        Named.of("strings", i -> "key " + i),
        Named.of("same hash codes, comparable", i -> new Comparing(i, 7)),
        Named.of("same hash codes, incomparable", i -> new Incomparable(i, 7)),
        Named.of("same hash codes, several classes", TMapModelTest::ofSeveralClasses),
        Named.of("four hash codes", i -> new Comparing(i, i % 4)),
        Named.of("hash codes of equal low bits", i -> Keys.spreadTo(i, i << 24)));
  }

  private static Object ofSeveralClasses(int i) {
    return switch (i % 4) {
      case 0 -> 7;
      case 1 -> 7L;
      case 2 -> new Incomparable(i, 7);
      default -> new Comparing(i, 7);
    };
  }

  private static Operation<Map<Object, Integer>> operation(
      Random random, IntFunction<Object> keys) {
    Object key = keys.apply(random.nextInt(40));
    Object other = keys.apply(random.nextInt(40));
    int value = random.nextInt(4);
    String arguments = "(" + key + ", " + value + ")";
    return switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4 -> new Operation<>("put" + arguments, map -> map.put(key, value));
      case 5, 6 -> new Operation<>("remove(" + key + ")", map -> map.remove(key));
      case 7 -> new Operation<>("remove" + arguments, map -> map.remove(key, value));
      case 8 -> new Operation<>("get(" + key + ")", map -> map.get(key));
      case 9 -> new Operation<>("containsKey(" + key + ")", map -> map.containsKey(key));
      case 10 -> new Operation<>("containsValue" + value, map -> map.containsValue(value));
      case 11 -> new Operation<>("putIfAbsent" + arguments, map -> map.putIfAbsent(key, value));
      case 12 -> new Operation<>("replace" + arguments, map -> map.replace(key, value));
      case 13 ->
          new Operation<>("replace" + arguments + "+1", map -> map.replace(key, value, value + 1));
      case 14 -> new Operation<>("merge" + arguments, map -> map.merge(key, value, Integer::sum));
      case 15 ->
          new Operation<>(
              "merge to null" + arguments, map -> map.merge(key, value, (a, b) -> null));
      case 16 ->
          new Operation<>(
              "compute" + arguments,
              map -> map.compute(key, (k, v) -> v == null || v > 1 ? value : null));
      case 17 ->
          new Operation<>(
              "computeIfAbsent" + arguments, map -> map.computeIfAbsent(key, k -> value));
      case 18 ->
          new Operation<>(
              "computeIfPresent" + arguments,
              map -> map.computeIfPresent(key, (k, v) -> v > 1 ? null : v + value));
      case 19 ->
          new Operation<>(
              "compute failing(" + key + ")",
              map ->
                  map.compute(
                      key,
                      (k, v) -> {
                        throw new IllegalStateException();
                      }));
      case 20 -> new Operation<>("getOrDefault" + arguments, map -> map.getOrDefault(key, value));
      case 21 -> new Operation<>("size", Map::size);
      case 22 -> new Operation<>("isEmpty", Map::isEmpty);
      case 23 ->
          new Operation<>("putAll(" + key + ", " + other + ")", map -> putAll(map, key, other));
      case 24 ->
          new Operation<>(
              "removeIf value = " + value, map -> map.values().removeIf(v -> v == value));
      case 25 ->
          new Operation<>(
              "keySet.removeAll(" + key + ")", map -> map.keySet().removeAll(Set.of(key)));
      case 26 -> new Operation<>("replaceAll +" + value, map -> replaceAll(map, value));
      case 27 -> new Operation<>("iterator.remove of " + key, map -> iteratorRemove(map, key));
      case 28 -> new Operation<>("setValue" + arguments, map -> setValue(map, key, value));
      default ->
          value != 0
              ? new Operation<>("hashCode", Map::hashCode)
              : new Operation<>(
                  "clear",
                  map -> {
                    map.clear();
                    return "";
                  });
    };
  }

  private static String putAll(Map<Object, Integer> map, Object key, Object other) {
    Map<Object, Integer> more = new HashMap<>();
    more.put(key, 1);
    more.put(other, 2);
    map.putAll(more);
    return "";
  }

  private static String replaceAll(Map<Object, Integer> map, int summand) {
    map.replaceAll((key, value) -> (value + summand) % 4);
    return "";
  }

  private static String iteratorRemove(Map<Object, Integer> map, Object key) {
    for (Iterator<Object> keys = map.keySet().iterator(); keys.hasNext(); ) {
      if (keys.next().equals(key)) {
        keys.remove();
      }
    }
    return "";
  }

  private static String setValue(Map<Object, Integer> map, Object key, int value) {
    for (Map.Entry<Object, Integer> entry : map.entrySet()) {
      if (entry.getKey().equals(key)) {
        entry.setValue(value);
      }
    }
    return "";
  }

  @ParameterizedTest
  @MethodSource("keys")
  void operations_inTransactionsOrNot_areThoseOfAHashMap(IntFunction<Object> keys) {
    ModelCheck.<Map<Object, Integer>>of(TMap::new, HashMap::new)
        .copying(HashMap::new)
        .comparing(TMapModelTest::contents)
        .generating(random -> operation(random, keys))
        .run(150, 60);
  }

  /** As seen by iterating, by searching, and by the size. */
  private static Object contents(Map<Object, Integer> map) {
    Map<Object, Integer> contents = new HashMap<>();
    map.forEach((key, value) -> contents.put(key, map.get(key)));
    return List.of(contents, map.size(), map.isEmpty());
  }
}
