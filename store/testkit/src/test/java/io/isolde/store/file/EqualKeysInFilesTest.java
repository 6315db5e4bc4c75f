package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.collection.MapModel;
import io.isolde.checks.collection.ModelCheck.Operation;
import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Equal keys are one key, in whatever class or order they were written and are read back: in the
 * same store, after reopening, and after checkpoints of maps that nobody has opened.
 */
class EqualKeysInFilesTest {
  /** Holds another key. */
  record Held(Object content, int number) {}

  @TempDir private Path directory;

  private DurableStore open() {
    return FileOptions.of(directory)
        .withDurability(Durability.NONE)
        .withSegmentBytes(1 << 14)
        .withClasses(Held.class)
        .open();
  }

  private static StoreMap<Object, Integer> map(Store store) {
    return store.map("map", Object.class, Integer.class);
  }

  // ---- a case that lost keys ----

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"}) // a class of a generic type
  void lists_thatAreReadBackAsAnotherClass_areFoundReplacedAndRemoved() {
    int all = 60;
    try (Store store = open()) {
      StoreMap<List<Integer>, Integer> map = (StoreMap) store.map("m", List.class, Integer.class);
      store.transact(
          () -> {
            for (int i = 0; i < all * all; i++) {
              map.put(new ArrayList<>(List.of(i / all, i % all)), 1);
            }
          });
    }
    try (Store store = open()) {
      StoreMap<List<Integer>, Integer> map = (StoreMap) store.map("m", List.class, Integer.class);
      for (int i = 0; i < all * all; i++) {
        assertThat(map.get(new ArrayList<>(List.of(i / all, i % all)))).isEqualTo(1);
      }
      store.transact(
          () -> {
            for (int i = 0; i < all * all; i++) {
              List<Integer> key = Arrays.asList(i / all, i % all);
              assertThat(i % 2 == 0 ? map.remove(key) : map.put(key, 2)).isEqualTo(1);
            }
          });
    }
    try (Store store = open()) {
      StoreMap<List<Integer>, Integer> map = (StoreMap) store.map("m", List.class, Integer.class);
      assertThat(map.values()).hasSize(all * all / 2).containsOnly(2);
      assertThat(map.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(all * all);
    }
  }

  // ---- at random ----

  /**
   * The JDK's kinds of keys, and also sets, maps, and values that contain sets, in several orders.
   */
  private static Map<String, MapModel.Keys> kinds() {
    Map<String, MapModel.Keys> kinds = new HashMap<>(MapModel.ofTheJdk());
    kinds.put("sets", EqualKeysInFilesTest::set);
    kinds.put("maps", EqualKeysInFilesTest::mapOf);
    kinds.put("records of sets", (i, look) -> new Held(set(i, look), 7));
    kinds.put("lists of sets", (i, look) -> List.of(set(i, look), 7));
    return kinds;
  }

  private static Set<Object> set(int i, int look) {
    List<Object> elements = new ArrayList<>(List.of("a", i, i + 1L, List.of(i)));
    Collections.rotate(elements, look);
    return new LinkedHashSet<>(elements);
  }

  private static Map<Object, Object> mapOf(int i, int look) {
    Map<Object, Object> map = new LinkedHashMap<>();
    set(i, look).forEach(element -> map.put(element, i));
    return map;
  }

  private static Stream<String> names() {
    return kinds().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void operations_betweenReopenings_areThoseOfAHashMap(String kind) {
    MapModel.Keys keys = kinds().get(kind);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<Object, Integer> model = new HashMap<>();
    for (int round = 0; round < 4; round++) {
      try (DurableStore store = open()) {
        if (random.nextInt(3) == 0) {
          store.checkpoint(); // of a map that is not open
        }
      }
      try (DurableStore store = open()) {
        StoreMap<Object, Integer> map = map(store);
        assertThat(MapModel.contents(map)).as("seed " + seed).isEqualTo(MapModel.contents(model));
        for (int i = 0; i < 30; i++) {
          Operation<Map<Object, Integer>> operation = MapModel.operation(random, keys);
          assertThat(operation.resultOn(map))
              .as("seed " + seed + ": " + operation)
              .isEqualTo(operation.resultOn(model));
          if (random.nextInt(20) == 0) {
            store.checkpoint();
          }
        }
      }
    }
  }
}
