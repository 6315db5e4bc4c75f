package io.isolde.stm.collection;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import io.isolde.checks.collection.Keys;
import io.isolde.checks.collection.Keys.Comparing;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which operations of a {@link TMap} conflict: two transactions, one of which runs in the middle of
 * the other.
 */
class TMapConflictTest {
  /** What a transaction does with a map; its result is ignored. */
  interface Action {
    Object doWith(Map<Object, Integer> map);
  }

  private static Named<Action> named(String name, Action action) {
    return Named.of(name, action);
  }

  private static TMap<Object, Integer> map(Object... keys) {
    TMap<Object, Integer> map = new TMap<>();
    List.of(keys).forEach(key -> map.put(key, 1));
    return map;
  }

  /**
   * The number of attempts that {@code outer} and a write need if {@code inner} commits in the
   * middle.
   */
  private static int attempts(TMap<Object, Integer> map, Action outer, Action inner) {
    LongRef other = LongRef.of(0);
    return atomic(
        () -> {
          outer.doWith(map);
          if (Transaction.current().attempt() == 1) {
            Threads.elsewhere(() -> atomic(() -> inner.doWith(map)));
          }
          other.set(1); // a transaction that only reads would always commit
          return Transaction.current().attempt();
        });
  }

  /** The key of a letter; each letter has a bucket of its own. */
  private static Object key(char letter) {
    return Keys.spreadTo(letter, letter);
  }

  private static final Object A = key('a');
  private static final Object B = key('b');
  private static final Object C = key('c');
  private static final Object X = key('x');
  private static final Object Y = key('y');

  private static List<Named<Action>> operations(String name, Object key, Object absent) {
    return List.of(
        named("get " + name, map -> map.get(key)),
        named("put " + name, map -> map.put(key, 2)),
        named("remove " + name, map -> map.remove(key)),
        named("merge " + name, map -> map.merge(key, 2, Integer::sum)),
        named("insert beside " + name, map -> map.put(absent, 2)),
        named("remove nothing beside " + name, map -> map.remove(absent)),
        named("computeIfAbsent beside " + name, map -> map.computeIfAbsent(absent, k -> 2)));
  }

  private static Stream<Arguments> operationsOnDifferentKeys() {
    return operations("a", A, X).stream()
        .flatMap(one -> operations("b", B, Y).stream().map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @MethodSource("operationsOnDifferentKeys")
  void operations_onDifferentKeys_doNotConflict(Action outer, Action inner) {
    assertThat(attempts(map(A, B, C), outer, inner)).isEqualTo(1);
  }

  private static Stream<Arguments> independent() {
    Action size = map -> assertThat(map.size()).isEqualTo(2);
    Action isEmpty = map -> assertThat(map.isEmpty()).isFalse();
    Action absent = map -> assertThat(map.containsKey(X)).isFalse();
    return Stream.of(
        Arguments.of(named("size", size), named("put of a present key", map -> map.put(A, 2))),
        Arguments.of(named("size", size), named("get", map -> map.get(A))),
        Arguments.of(named("isEmpty", isEmpty), named("insertion", map -> map.put(X, 2))),
        Arguments.of(named("no x", absent), named("insertion of y", map -> map.put(Y, 2))),
        Arguments.of(named("no x", absent), named("clear", TMapConflictTest::cleared)),
        Arguments.of(
            named("iteration", Map::hashCode), named("look for an absent key", map -> map.get(X))),
        Arguments.of(
            named("computeIfAbsent of a", map -> map.computeIfAbsent(A, key -> 5)),
            named("iteration", map -> map.keySet().toArray())));
  }

  @ParameterizedTest
  @MethodSource("independent")
  void question_besideWhatKeepsTheAnswer_isNoConflict(Action outer, Action inner) {
    assertThat(attempts(map(A, B), outer, inner)).isEqualTo(1);
  }

  private static Map<Object, Integer> cleared(Map<Object, Integer> map) {
    map.clear();
    return map;
  }

  private static Stream<Arguments> dependent() {
    Action insertion = map -> map.put(X, 2);
    Action removal = map -> map.remove(A);
    return Stream.of(
        Arguments.of(named("size", Map::size), named("insertion", insertion)),
        Arguments.of(named("size", Map::size), named("removal", removal)),
        Arguments.of(named("no x", map -> map.get(X)), named("insertion of x", insertion)),
        Arguments.of(named("a", map -> map.get(A)), named("removal of a", removal)),
        Arguments.of(named("remove of x", map -> map.remove(X)), named("insertion", insertion)),
        Arguments.of(named("containsValue", map -> map.containsValue(9)), named("x", insertion)),
        Arguments.of(named("keys", map -> map.keySet().iterator()), named("x", insertion)),
        Arguments.of(named("values", map -> map.values().stream()), named("removal", removal)),
        Arguments.of(named("entries", map -> map.entrySet().toArray()), named("x", insertion)),
        Arguments.of(
            named("entries", Map::hashCode), named("put of a present key", map -> map.put(A, 2))),
        Arguments.of(named("equals", map -> map.equals(Map.of())), named("x", insertion)));
  }

  @ParameterizedTest
  @MethodSource("dependent")
  void question_besideWhatChangesTheAnswer_isAskedAgain(Action outer, Action inner) {
    assertThat(attempts(map(A, B, C), outer, inner)).isEqualTo(2);
  }

  @Test
  void isEmpty_ofAnEmptyMapBesideAnInsertion_isAskedAgain() {
    assertThat(attempts(map(), Map::isEmpty, map -> map.put(X, 1))).isEqualTo(2);
  }

  @Test
  void growth_inOtherBuckets_isNoConflict() {
    TMap<Object, Integer> map = map();
    Comparing mine = Keys.spreadTo(0, 5);
    int attempts =
        attempts(
            map,
            present -> present.put(mine, 1),
            present -> {
              for (int i = 1; i < 3_000; i++) {
                present.put(Keys.spreadTo(i, 16 * i + 6), 1);
              }
              return "";
            });
    assertThat(attempts).isEqualTo(1);
    assertThat(map).hasSize(3_000).containsKey(mine);
  }

  @Test
  void splits_thatAreRolledBack_leaveTheMapAsItWas() {
    TMap<Object, Integer> map = map("a", "b");
    Threads.ignoringFailure(
        () ->
            atomic(
                () -> {
                  for (int i = 0; i < 3_000; i++) {
                    map.put(i, i);
                  }
                  assertThat(map).hasSize(3_002);
                  assertThat(map.keySet()).contains(2_999, "a");
                  throw new IllegalStateException("roll back");
                }));
    assertThat(map).isEqualTo(Map.of("a", 1, "b", 1)).hasSize(2);
    for (int i = 0; i < 3_000; i++) {
      assertThat(map.put(i, i)).isNull();
    }
    assertThat(map).hasSize(3_002);
    assertThat(map.keySet().toArray()).hasSize(3_002);
  }

  @Test
  void insertions_ofDifferentRandomKeysByTwoThreads_conflictInLessThanOnePercent() {
    TMap<Long, Integer> map = new TMap<>();
    int each = 20_000;
    long before = Stm.statistics().conflicts();
    Threads.together(
        Kind.PLATFORM,
        2,
        number -> {
          Random random = new Random(number);
          for (int i = 0; i < each; i++) {
            Long key = 2 * random.nextLong(1L << 50) + number;
            atomic(() -> map.put(key, number));
          }
        });
    assertThat(map).hasSize(2 * each);
    assertThat(Stm.statistics().conflicts() - before).isLessThan(2 * each / 100);
  }
}
