package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Functions that change the very map that calls them. The map stores their result last, after the
 * function's own changes; if a function throws, nothing has changed.
 */
interface MapFunctionContract extends ContractPart {
  /** The hash map of these laws. */
  default StoreMap<String, Integer> hashed() {
    return store().map("hashed", String.class, Integer.class);
  }

  /** Both maps of these laws. */
  default List<StoreMap<String, Integer>> maps() {
    return List.of(hashed(), store().sortedMap("sorted", String.class, Integer.class));
  }

  private static Integer putAndReturn(StoreMap<String, Integer> map, String key, Integer returned) {
    map.put(key, 999);
    return returned;
  }

  @Test
  default void function_putsTheKeyAndReturnsNull_leavesItAbsent() {
    for (StoreMap<String, Integer> map : maps()) {
      map.put("pears", 1);
      assertThat(map.compute("pears", (key, value) -> putAndReturn(map, key, null))).isNull();
      assertThat(map.compute("plums", (key, value) -> putAndReturn(map, key, null))).isNull();
      assertThat(map.computeIfAbsent("figs", key -> putAndReturn(map, key, null))).isNull();
      assertThat(map.isEmpty()).isTrue();
    }
  }

  @Test
  default void function_putsTheKeyAndReturnsAnother_leavesWhatItReturns() {
    for (StoreMap<String, Integer> map : maps()) {
      assertThat(map.computeIfAbsent("figs", key -> putAndReturn(map, key, 1))).isEqualTo(1);
      assertThat(map.merge("figs", 2, (a, b) -> putAndReturn(map, "figs", a + b))).isEqualTo(3);
      assertThat(map.compute("figs", (key, value) -> map.remove(key) + 1)).isEqualTo(4);
      assertThat(map).containsExactly(Map.entry("figs", 4));
    }
  }

  @Test
  default void replaceAll_functionChangesOthers_losesNoChange() {
    requires(Capability.ATOMIC_OVER_KEYS);
    for (StoreMap<String, Integer> map : maps()) {
      map.putAll(Map.of("a", 1, "b", 2, "c", 3));
      boolean[] done = new boolean[1];
      store()
          .transact(
              () -> {
                done[0] = false;
                map.replaceAll(
                    (key, value) -> {
                      if (done[0]) {
                        return value + 1;
                      }
                      done[0] = true;
                      Stream.of("a", "b", "c").forEach(k -> map.merge(k, 100, Integer::sum));
                      return value + 101;
                    });
              });
      assertThat(map).containsOnly(Map.entry("a", 102), Map.entry("b", 103), Map.entry("c", 104));
    }
  }

  @Test
  default void function_changesTheMapAndThrows_hasChangedNothing() {
    requires(Capability.ATOMIC_OVER_KEYS);
    for (StoreMap<String, Integer> map : maps()) {
      map.putAll(Map.of("a", 1, "b", 2));
      store()
          .transact(
              () ->
                  failingCalls()
                      .forEach(
                          call -> {
                            assertThatThrownBy(() -> call.apply(map)).hasMessage("planned");
                            assertThat(map).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
                          }));
      failingCalls()
          .forEach(call -> assertThatThrownBy(() -> call.apply(map)).hasMessage("planned"));
      assertThat(map).containsOnly(Map.entry("a", 1), Map.entry("b", 2));
    }
  }

  private static Stream<Function<StoreMap<String, Integer>, Object>> failingCalls() {
    return Stream.of(
        map -> map.compute("a", (key, value) -> changeAndFail(map)),
        map -> map.computeIfAbsent("c", key -> changeAndFail(map)),
        map -> map.computeIfPresent("a", (key, value) -> changeAndFail(map)),
        map -> map.merge("a", 1, (before, value) -> changeAndFail(map)),
        map -> map.keySet().removeIf(key -> key.equals("b") && changeAndFail(map) > 0),
        map -> map.values().removeIf(value -> value == 2 && changeAndFail(map) > 0),
        map -> {
          map.replaceAll((key, value) -> key.equals("a") ? changeAndFail(map) : 7);
          return null;
        });
  }

  private static Integer changeAndFail(StoreMap<String, Integer> map) {
    map.put("c", 3);
    map.put("a", 10);
    map.remove("b");
    throw new IllegalArgumentException("planned");
  }
}
