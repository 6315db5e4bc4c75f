package io.isolde.checks.collection;

import io.isolde.checks.collection.EqualKeys.Numbered;
import io.isolde.checks.collection.Keys.Comparing;
import io.isolde.checks.collection.Keys.Incomparable;
import io.isolde.checks.collection.ModelCheck.Operation;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Random operations for a {@link ModelCheck} of hash maps, with keys of all kinds. */
public final class MapModel {
  private static final int NUMBERS = 40;

  /**
   * Keys of one kind. Keys with the same number are equal, whatever their look, which selects a
   * class or a representation.
   */
  @FunctionalInterface
  public interface Keys {
    /** A key. */
    Object of(int number, int look);

    /** One of 40 different keys. */
    default Object some(Random random) {
      return of(random.nextInt(NUMBERS), random.nextInt(4));
    }
  }

  private MapModel() {}

  /** The kinds of keys that can be written to a file, by name. */
  public static Map<String, Keys> ofTheJdk() {
    return Map.of(
        "numbers", (i, look) -> i,
        "strings", (i, look) -> "key " + i,
        "lists of several classes", (i, look) -> list(i, look),
        "lists of several classes and four hash codes",
            (i, look) -> list(List.of(i, -31 * i + i % 4), look));
  }

  /** All kinds of keys, by name. */
  public static Map<String, Keys> ofAllKinds() {
    Map<String, Keys> kinds = new HashMap<>(ofTheJdk());
    kinds.put("same hash codes, comparable", (i, look) -> new Comparing(i, 7));
    kinds.put("same hash codes, incomparable", (i, look) -> new Incomparable(i, 7));
    kinds.put("same hash codes, several classes", (i, look) -> ofSeveralClasses(i));
    kinds.put("four hash codes", (i, look) -> new Comparing(i, i % 4));
    kinds.put(
        "hash codes of equal low bits",
        (i, look) -> io.isolde.checks.collection.Keys.spreadTo(i, i << 24));
    kinds.put("entries of two classes and the same hash code", MapModel::entry);
    kinds.put("same hash codes, equal across classes", MapModel::looking);
    kinds.put("four hash codes, equal across classes", MapModel::lookingOfFour);
    return kinds;
  }

  private static Object ofSeveralClasses(int i) {
    return switch (i % 4) {
      case 0 -> 7;
      case 1 -> 7L;
      case 2 -> new Incomparable(i, 7);
      default -> new Comparing(i, 7);
    };
  }

  private static List<Integer> list(int i, int look) {
    return list(List.of(i % 5, 31 * (4 - i % 5) + i / 5), look);
  }

  private static List<Integer> list(List<Integer> list, int look) {
    return switch (look) {
      case 0 -> list;
      case 1 -> new ArrayList<>(list);
      case 2 -> Collections.unmodifiableList(new ArrayList<>(list));
      default -> Arrays.asList(list.toArray(Integer[]::new));
    };
  }

  private static Map.Entry<Integer, Integer> entry(int i, int look) {
    return look % 2 == 0 ? Map.entry(i, i) : new SimpleEntry<>(i, i);
  }

  private static Object looking(int i, int look) {
    return EqualKeys.numbered(look, i, 7);
  }

  private static Object lookingOfFour(int i, int look) {
    return EqualKeys.numbered(look, i, i % 4);
  }

  /** A random operation of a map, with keys of one kind. */
  public static Operation<Map<Object, Integer>> operation(Random random, Keys keys) {
    Object key = keys.some(random);
    Object other = keys.some(random);
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

  /** The contents as iteration, look-up and the size show them. */
  public static Object contents(Map<Object, Integer> map) {
    Map<Object, Integer> contents = new HashMap<>();
    map.forEach((key, value) -> contents.put(canonical(key), map.get(key)));
    return List.of(contents, map.size(), map.isEmpty());
  }

  /**
   * A representative of the keys that equal {@code key}; {@link HashMap} cannot find all of them.
   */
  private static Object canonical(Object key) {
    return key instanceof Numbered numbered ? numbered.number : key;
  }

  /**
   * A plain map that handles keys of that kind correctly. {@link HashMap} does not if equal keys
   * belong to different comparable classes, because it relies on comparisons.
   */
  public static Map<Object, Integer> plain(String kind) {
    return kind.endsWith("equal across classes")
        ? new TreeMap<>(Comparator.comparingInt(key -> ((Numbered) key).number))
        : new HashMap<>();
  }
}
