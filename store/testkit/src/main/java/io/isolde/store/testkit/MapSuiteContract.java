package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.collection.GuavaSuites;
import io.isolde.checks.collection.NullCalls;
import io.isolde.store.Capability;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Maps behave like Java's: they pass the suites that the JDK's maps pass, inside transactions as
 * well.
 */
@SuppressWarnings("JdkObsolete") // Guava's suites are written for JUnit 3
interface MapSuiteContract extends ContractPart {
  @TestFactory
  default DynamicNode map_outsideTransactions_isAConcurrentMap() {
    return GuavaSuites.container(MapSuites.map(store(), names()), TestCase::runBare);
  }

  @TestFactory
  default Stream<DynamicNode> map_insideTransactions_isAConcurrentMap() {
    return insideTransactions(MapSuites.map(store(), names()));
  }

  @TestFactory
  @Tag("long")
  default DynamicNode sortedMap_outsideTransactions_isAConcurrentNavigableMap() {
    return GuavaSuites.container(MapSuites.sortedMap(store(), names()), TestCase::runBare);
  }

  @TestFactory
  @Tag("long")
  default Stream<DynamicNode> sortedMap_insideTransactions_isAConcurrentNavigableMap() {
    return insideTransactions(MapSuites.sortedMap(store(), names()));
  }

  private Stream<DynamicNode> insideTransactions(TestSuite suite) {
    requires(Capability.ATOMIC_OVER_KEYS);
    return Stream.of(GuavaSuites.container(suite, test -> store().transact(test::runBare)));
  }

  // ---- nulls ----

  @Test
  default void nullArguments_outsideTransactions_doWhatTheyDoInTheJdk() {
    assertThat(differences(Supplier::get)).isEmpty();
  }

  @Test
  default void nullArguments_insideTransactions_doWhatTheyDoInTheJdk() {
    requires(Capability.ATOMIC_OVER_KEYS);
    assertThat(differences(call -> store().<Object, RuntimeException>transact(call::get)))
        .isEmpty();
  }

  private List<String> differences(NullCalls.Runner runner) {
    return Stream.of(List.<Integer>of(), List.of(3, 5, 7))
        .flatMap(
            keys ->
                Stream.concat(
                    NullCalls.mapDifferences(
                        () -> filled(store().map("nulls", Integer.class, Integer.class), keys),
                        () -> filled(new ConcurrentHashMap<>(), keys),
                        runner),
                    NullCalls.sortedMapDifferences(
                        () ->
                            filled(
                                store().sortedMap("sorted nulls", Integer.class, Integer.class),
                                keys),
                        () -> filled(new ConcurrentSkipListMap<>(), keys),
                        runner)))
        .toList();
  }

  private static <M extends Map<Integer, Integer>> M filled(M map, List<Integer> keys) {
    map.clear();
    keys.forEach(key -> map.put(key, 10 * key));
    return map;
  }

  /**
   * Supplies a few names in rotation, because a store keeps its names. No test uses that many maps
   * at a time.
   */
  private static Supplier<String> names() {
    AtomicInteger count = new AtomicInteger();
    return () -> "map " + count.incrementAndGet() % 32;
  }
}
