package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions that change the very collection that calls them: their result is stored last, and if
 * they throw, nothing has happened.
 */
class NestedUpdateTest {
  private static final int OTHERS = 200;

  /** Leaves keys from 1 on free for tests. */
  private static ConcurrentMap<Integer, Integer> filled(ConcurrentMap<Integer, Integer> map) {
    for (int i = 1; i <= OTHERS; i++) {
      map.put(-i, -i);
    }
    return map;
  }

  private static TSortedMap<Integer, Integer> sorted() {
    TSortedMap<Integer, Integer> map = new TSortedMap<>();
    filled(map);
    return map;
  }

  private static Stream<Named<ConcurrentMap<Integer, Integer>>> maps() {
    return Stream.of(
        Named.of("hash map", filled(new TMap<>())),
        Named.of("small hash map", new TMap<>()),
        Named.of("sorted map", sorted()),
        Named.of("small sorted map", new TSortedMap<>()),
        Named.of("descending map", sorted().descendingMap()),
        Named.of("part", sorted().subMap(-OTHERS, true, 1_000, true)));
  }

  /**
   * Runs a test outside transactions and then inside one, each time with 1 = 10 as the only
   * positive key.
   */
  private static void each(
      ConcurrentMap<Integer, Integer> map, Consumer<ConcurrentMap<Integer, Integer>> test) {
    reset(map);
    test.accept(map);
    reset(map);
    atomic(() -> test.accept(map));
  }

  private static void reset(ConcurrentMap<Integer, Integer> map) {
    map.keySet().removeIf(key -> key > 0);
    map.put(1, 10);
  }

  // ---- of the same key ----

  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatPutTheKeyAndReturnNull_leaveItAbsent(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          assertThat(m.compute(1, (k, v) -> putAndReturn(m, k, null))).isNull();
          assertThat(m.compute(2, (k, v) -> putAndReturn(m, k, null))).isNull();
          assertThat(m.computeIfAbsent(3, k -> putAndReturn(m, k, null))).isNull();
          m.put(4, 4);
          assertThat(m.computeIfPresent(4, (k, v) -> putAndReturn(m, k, null))).isNull();
          m.put(5, 5);
          assertThat(m.merge(5, 6, (a, b) -> putAndReturn(m, 5, null))).isNull();
          assertThat(m).doesNotContainKeys(1, 2, 3, 4, 5);
        });
  }

  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatPutTheKeyAndReturnAnother_leaveWhatTheyReturn(
      ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          assertThat(m.compute(1, (k, v) -> putAndReturn(m, k, 71))).isEqualTo(71);
          assertThat(m.compute(2, (k, v) -> putAndReturn(m, k, 72))).isEqualTo(72);
          assertThat(m.computeIfAbsent(3, k -> putAndReturn(m, k, 73))).isEqualTo(73);
          assertThat(m.merge(3, 6, (a, b) -> putAndReturn(m, 3, a + b))).isEqualTo(79);
          assertThat(m).containsEntry(1, 71).containsEntry(2, 72).containsEntry(3, 79);
        });
  }

  private static Integer putAndReturn(
      ConcurrentMap<Integer, Integer> map, Integer key, Integer result) {
    map.put(key, 999);
    return result;
  }

  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatRemoveTheKey_leaveWhatTheyReturn(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          assertThat(m.compute(1, (k, v) -> m.remove(k) + 1)).isEqualTo(11);
          assertThat(m.computeIfPresent(1, (k, v) -> m.remove(k) + 1)).isEqualTo(12);
          assertThat(m.merge(1, 1, (a, b) -> m.remove(1) + b)).isEqualTo(13);
          assertThat(m).containsEntry(1, 13);
          assertThat(m.compute(1, (k, v) -> m.remove(k) == null ? 1 : null)).isNull();
          assertThat(m).doesNotContainKey(1);
        });
  }

  /**
   * The inner update of the same key uses the value before, as if one update came after the other.
   */
  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatComputeTheSameKey_runInsideEachOther(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          BiFunction<Integer, Integer, Integer> increment = (k, v) -> v + 1;
          int result = m.compute(1, (k, v) -> m.compute(k, increment) * 2);
          assertThat(result).isEqualTo(22);
          assertThat(m).containsEntry(1, 22);
          assertThat(m.computeIfAbsent(7, k -> 1 + m.computeIfAbsent(k, again -> 1))).isEqualTo(2);
        });
  }

  // ---- of other keys ----

  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatChangeOtherKeys_doBoth(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          m.compute(
              1,
              (k, v) -> {
                for (int i = 2; i <= 300; i++) {
                  m.put(i, i);
                }
                return v + 1;
              });
          assertThat(m).containsEntry(1, 11).containsEntry(300, 300);
          m.merge(1, 1, (a, b) -> m.keySet().removeIf(key -> key > 1) ? a + b : null);
          assertThat(m).containsEntry(1, 12).doesNotContainKey(2);
        });
  }

  /** None of the function's own changes is lost: each value is computed from the present one. */
  @ParameterizedTest
  @MethodSource("maps")
  void replaceAll_withAFunctionThatChangesOtherEntries_losesNoChange(
      ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          m.keySet().removeIf(key -> key < 0);
          m.putAll(Map.of(1, 1, 2, 2, 3, 3, 4, 4));
          boolean[] done = new boolean[1];
          m.replaceAll(
              (key, value) -> {
                if (!done[0]) {
                  done[0] = true;
                  m.keySet().forEach(k -> m.merge(k, 100, Integer::sum));
                  return value + 101;
                }
                return value + 1;
              });
          assertThat(m).isEqualTo(Map.of(1, 102, 2, 103, 3, 104, 4, 105));
        });
  }

  @ParameterizedTest
  @MethodSource("maps")
  void replaceAll_withAFunctionThatRemovesOthers_doesNotBringThemBack(
      ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          m.keySet().removeIf(key -> key < 0);
          m.putAll(Map.of(1, 1, 2, 2, 3, 3, 4, 4));
          m.replaceAll(
              (key, value) -> {
                m.keySet().removeIf(other -> !other.equals(key));
                return value + 1;
              });
          assertThat(m).hasSize(1);
          int key = m.keySet().iterator().next();
          assertThat(m).containsEntry(key, key + 1);
        });
  }

  // ---- and throw ----

  private static final class Failure extends RuntimeException {}

  private static Integer changeAndFail(ConcurrentMap<Integer, Integer> map) {
    map.put(1, 999);
    map.put(2, 999);
    map.keySet().removeIf(key -> key < 0);
    for (int i = 100; i < 200; i++) {
      map.put(i, i);
    }
    throw new Failure();
  }

  private static Stream<Function<ConcurrentMap<Integer, Integer>, Object>> failingCalls() {
    return Stream.of(
        m -> m.compute(1, (k, v) -> changeAndFail(m)),
        m -> m.compute(2, (k, v) -> changeAndFail(m)),
        m -> m.computeIfAbsent(2, k -> changeAndFail(m)),
        m -> m.computeIfPresent(1, (k, v) -> changeAndFail(m)),
        m -> m.merge(1, 1, (a, b) -> changeAndFail(m)),
        m -> {
          m.replaceAll((k, v) -> k == 1 ? changeAndFail(m) : v + 1);
          return null;
        },
        m -> m.keySet().removeIf(k -> k == 1 ? changeAndFail(m) > 0 : k < 1),
        m -> m.values().removeIf(v -> v == 10 ? changeAndFail(m) > 0 : v < 1),
        m -> m.entrySet().removeIf(e -> e.getKey() == 1 ? changeAndFail(m) > 0 : true));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void functions_thatThrow_haveChangedNothing(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m ->
            failingCalls()
                .forEach(
                    call -> {
                      Map<Integer, Integer> before = Map.copyOf(m);
                      assertThatThrownBy(() -> call.apply(m)).isInstanceOf(Failure.class);
                      assertThat(m).isEqualTo(before).hasSize(before.size());
                    }));
    CollectionProbe.assertInvariants(map);
  }

  /**
   * The function runs as it would without bounds, but its changes are undone if the key cannot be
   * put.
   */
  @Test
  void compute_ofAKeyOutOfRange_hasChangedNothing() {
    TSortedMap<Integer, Integer> map = new TSortedMap<>(Map.of(1, 1, 2, 2));
    TSortedMap<Integer, Integer> part = map.headMap(3);
    atomic(
        () -> {
          assertThatThrownBy(() -> part.compute(7, (k, v) -> map.put(1, 5)))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> part.computeIfAbsent(7, k -> map.put(1, 5)))
              .isInstanceOf(IllegalArgumentException.class);
          assertThatThrownBy(() -> part.merge(7, 1, (a, b) -> map.put(1, 5)))
              .isInstanceOf(IllegalArgumentException.class);
        });
    assertThat(map).isEqualTo(Map.of(1, 1, 2, 2));
  }

  @ParameterizedTest
  @MethodSource("maps")
  void replacement_byNull_isRefusedAndChangesNothing(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          Map<Integer, Integer> before = Map.copyOf(m);
          assertThatThrownBy(() -> m.replaceAll((k, v) -> k == 1 ? null : v + 1))
              .isInstanceOf(NullPointerException.class);
          assertThat(m).isEqualTo(before);
        });
  }

  @ParameterizedTest
  @MethodSource("maps")
  void bulkInsertions_thatMeetANull_haveChangedNothing(ConcurrentMap<Integer, Integer> map) {
    each(
        map,
        m -> {
          Map<Integer, Integer> before = Map.copyOf(m);
          Map<Integer, Integer> more = new LinkedHashMap<>(Map.of(1, 2));
          more.put(2, null);
          assertThatThrownBy(() -> m.putAll(more)).isInstanceOf(NullPointerException.class);
          assertThat(m).isEqualTo(before);
        });
  }

  // ---- of queues and arrays ----

  private static Stream<Named<Queue<Integer>>> queues() {
    return Stream.of(
        Named.of("queue", new TQueue<>(List.of(1, 2, 3, 2))),
        Named.of("deque", new TDeque<>(List.of(1, 2, 3, 2))),
        Named.of("reversed deque", new TDeque<>(List.of(1, 2, 3, 2)).reversed()),
        Named.of("priority queue", new TPriorityQueue<>(List.of(1, 2, 3, 2))));
  }

  @ParameterizedTest
  @MethodSource("queues")
  void filter_thatChangesItsQueue_isRefusedAndChangesNothing(Queue<Integer> queue) {
    List<Integer> before = List.copyOf(queue);
    Consumer<Queue<Integer>> test =
        q -> {
          assertThatThrownBy(() -> q.removeIf(i -> i == 2 && q.add(9)))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(() -> q.removeIf(i -> q.poll() != null))
              .isInstanceOf(IllegalStateException.class);
          assertThatThrownBy(
                  () ->
                      q.removeIf(
                          i -> {
                            q.clear();
                            throw new Failure();
                          }))
              .isInstanceOf(Failure.class);
          assertThat(List.copyOf(q)).isEqualTo(before);
        };
    test.accept(queue);
    atomic(() -> test.accept(queue));
  }

  @ParameterizedTest
  @MethodSource("queues")
  void elements_thatMeetANull_areNotAdded(Queue<Integer> queue) {
    List<Integer> before = List.copyOf(queue);
    Collection<Integer> more = Arrays.asList(7, 8, null);
    assertThatThrownBy(() -> queue.addAll(more)).isInstanceOf(NullPointerException.class);
    atomic(
        () ->
            assertThatThrownBy(() -> queue.addAll(more)).isInstanceOf(NullPointerException.class));
    assertThat(List.copyOf(queue)).isEqualTo(before);
  }

  @Test
  void replaceAll_ofAnArrayWithAFunctionThatChangesIt_losesNoChange() {
    TArray<Integer> array = new TArray<>(List.of(1, 2, 3));
    array
        .asList()
        .replaceAll(
            element -> {
              array.updateAndGet(2, last -> last + 10);
              return element + 1;
            });
    assertThat(array.snapshotOf()).isEqualTo(List.of(2, 3, 24));
  }

  /** The same through a view: all elements are added or none, outside transactions, too. */
  @Test
  void reversedDeque_withoutRoomForAll_addsNone() {
    TDeque<Integer> deque = new TDeque<>(3);
    deque.add(1);
    assertThatThrownBy(() -> deque.reversed().addAll(List.of(2, 3, 4)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(deque).containsExactly(1);
    deque.reversed().addAll(List.of(2, 3));
    assertThat(deque).containsExactly(3, 2, 1);
    assertThat(deque.reversed().reversed()).isSameAs(deque);
  }
}
