package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreSortedMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sorted maps: order, views, and no phantoms. */
interface SortedMapContract extends ContractPart {
  /** The sorted map of these laws. */
  default StoreSortedMap<Integer, String> log() {
    return store().sortedMap("log", Integer.class, String.class);
  }

  @Test
  default void sortedMap_views_areLiveAndInOrder() {
    log().putAll(Map.of(3, "c", 1, "a", 2, "b", 5, "e"));

    log().subMap(2, 5).put(4, "d");
    log().descendingMap().remove(1);

    assertThat(log().keySet()).containsExactly(2, 3, 4, 5);
    assertThat(log().descendingKeySet()).containsExactly(5, 4, 3, 2);
    assertThat(log().headMap(4, true).lastEntry()).isEqualTo(Map.entry(4, "d"));
    assertThat(log().ceilingKey(1)).isEqualTo(2);
  }

  /**
   * Whichever threads they use, parallel streams show what the transaction has done, and nothing
   * else.
   */
  @Test
  default void parallelStream_inATransaction_showsWhatItSees() {
    requires(Capability.ATOMIC_OVER_KEYS);
    store()
        .transact(
            () -> {
              for (int i = 0; i < 2_000; i++) {
                log().put(i, "entry");
              }
              assertThat(log().keySet().parallelStream().mapToInt(key -> key).sum())
                  .isEqualTo(1_999_000);
              assertThat(log().descendingKeySet().parallelStream().toList())
                  .isEqualTo(List.copyOf(log().descendingKeySet()));
              assertThat(
                      log().values().parallelStream().map(String::length).reduce(0, Math::addExact))
                  .isEqualTo(10_000);
              assertThat(log().headMap(1_000).entrySet().parallelStream().count()).isEqualTo(1_000);
              log().clear();
            });
    assertThat(log().isEmpty()).isTrue();
  }

  /** Parts of parts, in either order, with and without their bounds, and empty ones. */
  @Test
  default void parts_ofParts_answerAsThoseOfTheJdk() {
    log().putAll(Map.of(1, "a", 3, "c", 4, "d", 6, "f"));
    for (int seed = 0; seed < 100; seed++) {
      Random random = new Random(seed);
      NavigableMap<Integer, String> part = log();
      NavigableMap<Integer, String> expected = new TreeMap<>(log());
      StringBuilder path = new StringBuilder("log");
      for (int depth = 0; depth < 3; depth++) {
        Narrowing narrowing = Narrowing.random(random);
        Object outcome = outcome(narrowing.of(expected));
        assertThat(outcome(narrowing.of(part))).as("%s.%s", path, narrowing).isEqualTo(outcome);
        if (outcome instanceof Map) {
          part = narrowing.of(part).get();
          expected = narrowing.of(expected).get();
          path.append('.').append(narrowing);
        }
      }
      assertThat(answers(part)).as("%s", path).isEqualTo(answers(expected));
    }
  }

  /** A part of a map, in one of two orders. */
  record Narrowing(boolean descends, Integer from, boolean fromIn, Integer to, boolean toIn) {
    static Narrowing random(Random random) {
      Integer from = random.nextInt(4) == 0 ? null : random.nextInt(8);
      Integer to = random.nextInt(4) == 0 ? null : random.nextInt(8);
      return new Narrowing(
          random.nextInt(4) == 0, from, random.nextBoolean(), to, random.nextBoolean());
    }

    Supplier<NavigableMap<Integer, String>> of(NavigableMap<Integer, String> map) {
      return () -> {
        NavigableMap<Integer, String> ordered = descends ? map.descendingMap() : map;
        if (from == null) {
          return to == null ? ordered : ordered.headMap(to, toIn);
        }
        return to == null ? ordered.tailMap(from, fromIn) : ordered.subMap(from, fromIn, to, toIn);
      };
    }
  }

  /** All that can be asked of a part. */
  private static List<Object> answers(NavigableMap<Integer, String> part) {
    List<Object> answers = new ArrayList<>();
    answers.add(List.of(part.size(), part.isEmpty(), part.toString(), part.comparator() == null));
    answers.add(outcome(part::firstKey));
    answers.add(outcome(part::lastKey));
    answers.add(part.firstEntry());
    answers.add(part.lastEntry());
    answers.add(List.copyOf(part.descendingKeySet()));
    for (int key = 0; key < 8; key++) {
      int asked = key;
      answers.add(part.get(key));
      answers.add(part.lowerEntry(key));
      answers.add(part.floorKey(key));
      answers.add(part.ceilingEntry(key));
      answers.add(part.higherKey(key));
      answers.add(outcome(() -> part.replace(asked, "same", "same")));
    }
    return answers;
  }

  /** What a call returns, or the class of what it throws. */
  private static Object outcome(Supplier<?> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return e.getClass();
    }
  }

  @Test
  default void entry_foundByOrder_isImmutable() {
    log().put(1, "a");
    for (Map.Entry<Integer, String> found :
        List.of(log().firstEntry(), log().lastEntry(), log().floorEntry(2), log().higherEntry(0))) {
      assertThatThrownBy(() -> found.setValue("b"))
          .isInstanceOf(UnsupportedOperationException.class);
    }
    assertThat(log()).containsExactly(Map.entry(1, "a"));
  }

  @Test
  default void subMap_keyOutOfRange_isRefusedAndChangesNothing() {
    NavigableMap<Integer, String> part = log().subMap(2, 5);

    assertThatIllegalArgumentException().isThrownBy(() -> part.put(7, "g"));
    assertThat(part.remove(7)).isNull();
    assertThat(log().isEmpty()).isTrue();
  }

  @Test
  default void subMap_refusedKeyIsCaught_restOfTheTransactionStays() {
    requires(Capability.ATOMIC_OVER_KEYS);
    store()
        .transact(
            () -> {
              log().put(3, "c");
              assertThatIllegalArgumentException().isThrownBy(() -> log().subMap(2, 5).put(7, "g"));
            });

    assertThat(log()).containsExactly(Map.entry(3, "c"));
  }

  @Test
  default void sortedMap_transactionThrows_isAsBefore() {
    requires(Capability.ATOMIC_OVER_KEYS);
    log().putAll(Map.of(1, "a", 2, "b", 3, "c"));

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          log().pollFirstEntry();
                          log().tailMap(3).clear();
                          log().put(9, "i");
                          log().descendingMap().replaceAll((key, value) -> value + key);
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(log()).containsExactly(Map.entry(1, "a"), Map.entry(2, "b"), Map.entry(3, "c"));
  }

  @Test
  default void pollFirst_byManyThreads_handsOutEachEntryOnce() throws Exception {
    for (int i = 0; i < 400; i++) {
      log().put(i, "entry");
    }
    Set<Integer> polled = ConcurrentHashMap.newKeySet();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < 100; i++) {
            assertThat(polled.add(log().pollFirstEntry().getKey())).isTrue();
          }
        });

    assertThat(log().pollFirstEntry()).isNull();
  }

  /** Queries whose result changes when another transaction inserts 5 between 1 and 9. */
  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  enum Question {
    SIZE_OF_RANGE(log -> log.subMap(2, 8).size()),
    EMPTINESS_OF_RANGE(log -> log.subMap(2, 8).isEmpty() ? 0 : 1),
    ITERATION(log -> log.subMap(2, 8).values().toArray().length),
    NEXT_KEY(log -> log.higherKey(1) == 9 ? 0 : 1),
    PREVIOUS_KEY(log -> log.lowerKey(9) == 1 ? 0 : 1),
    FIRST_OF_RANGE(log -> log.tailMap(2).firstKey() == 9 ? 0 : 1),
    DESCENDING(log -> log.descendingMap().subMap(8, 2).size()),
    SIZE(log -> log.size() - 2),
    KEY(log -> log.containsKey(5) ? 1 : 0);

    private final ToIntFunction<StoreSortedMap<Integer, String>> asked;

    Question(ToIntFunction<StoreSortedMap<Integer, String>> asked) {
      this.asked = asked;
    }
  }

  @ParameterizedTest
  @EnumSource
  default void phantom_isImpossible(Question question) throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    log().put(1, "first");
    log().put(9, "last");
    AtomicReference<Worker<String>> other = new AtomicReference<>();

    int found =
        store()
            .transact(
                () -> {
                  int before = question.asked.applyAsInt(log());
                  if (other.get() == null) {
                    other.set(Worker.start(() -> log().put(5, "phantom")));
                    other.get().awaitStalled(latency());
                  }
                  store().counter("answer").set(before);
                  return question.asked.applyAsInt(log()) - before;
                });

    other.get().result();
    assertThat(found).as("change of the answer within the transaction").isZero();
    assertThat(question.asked.applyAsInt(log())).isEqualTo(1);
  }
}
