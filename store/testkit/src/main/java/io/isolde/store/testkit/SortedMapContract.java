package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreSortedMap;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
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
                    other.get().awaitStalled();
                  }
                  store().counter("answer").set(before);
                  return question.asked.applyAsInt(log()) - before;
                });

    other.get().result();
    assertThat(found).as("change of the answer within the transaction").isZero();
    assertThat(question.asked.applyAsInt(log())).isEqualTo(1);
  }
}
