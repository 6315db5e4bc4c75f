package io.isolde.stm.collection;

import com.google.common.collect.testing.ConcurrentNavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.NavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.Feature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.testers.MapEntrySetTester;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.Stm;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The sorted map in Guava's suites, with all features that ConcurrentSkipListMap claims there. */
class TSortedMapSuiteTest {
  /**
   * Tests of {@code setValue}. Entries are immutable, like those of ConcurrentSkipListMap, for
   * which Guava suppresses the same tests.
   */
  private static final List<Method> SET_VALUE =
      List.of(
          MapEntrySetTester.getSetValueMethod(),
          MapEntrySetTester.getSetValueWithNullValuesAbsentMethod(),
          MapEntrySetTester.getIteratorSetValueAndRemove());

  @FunctionalInterface
  private interface Maker {
    SortedMap<String, String> make(Map.Entry<String, String>[] entries);
  }

  private static TestStringSortedMapGenerator generator(Maker maker) {
    return new TestStringSortedMapGenerator() {
      @Override
      protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
        return maker.make(entries);
      }
    };
  }

  private static SortedMap<String, String> filled(
      SortedMap<String, String> map, Map.Entry<String, String>[] entries) {
    Arrays.stream(entries).forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }

  private static TestSuite modifiable(String name, Maker maker, Feature<?>... sizes) {
    return ConcurrentNavigableMapTestSuiteBuilder.using(generator(maker))
        .named(name)
        .withFeatures(sizes)
        .withFeatures(
            MapFeature.GENERAL_PURPOSE,
            CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
            CollectionFeature.KNOWN_ORDER)
        .suppressing(SET_VALUE)
        .createTestSuite();
  }

  private static SortedMap<String, String> natural(Map.Entry<String, String>[] entries) {
    return filled(new TSortedMap<>(), entries);
  }

  private static SortedMap<String, String> compared(Map.Entry<String, String>[] entries) {
    return filled(new TSortedMap<>(Comparator.<String>naturalOrder()), entries);
  }

  /** A map with large leaves, because it has been big before. */
  private static SortedMap<String, String> shrunk(Map.Entry<String, String>[] entries) {
    TSortedMap<String, String> map = new TSortedMap<>();
    for (int i = 0; i < 1_000; i++) {
      map.put("b" + i, "x");
    }
    map.keySet().removeIf(key -> key.startsWith("b"));
    return filled(map, entries);
  }

  private static TestSuite whole(String name, Maker maker) {
    return modifiable(name, maker, CollectionSize.ANY);
  }

  private static TestSuite small(String name, Maker maker) {
    return modifiable(name, maker, CollectionSize.SEVERAL);
  }

  private static TestSuite snapshots() {
    Maker maker = entries -> ((TSortedMap<String, String>) natural(entries)).snapshotOf();
    return NavigableMapTestSuiteBuilder.using(generator(maker))
        .named("snapshotOf")
        .withFeatures(CollectionSize.ANY, CollectionFeature.KNOWN_ORDER)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> sortedMap_outsideTransactions() {
    return GuavaSuites.outsideTransactions(small("TSortedMap", TSortedMapSuiteTest::natural));
  }

  @TestFactory
  @Tag("long")
  Stream<DynamicNode> sortedMap_insideTransactions() {
    return GuavaSuites.insideTransactions(
        small("TSortedMap", TSortedMapSuiteTest::natural), body -> Stm.atomic(body::run));
  }

  @TestFactory
  @Tag("long")
  Stream<DynamicNode> snapshotOf_isAnImmutableNavigableMap() {
    return GuavaSuites.outsideTransactions(snapshots());
  }

  @TestFactory
  @Tag("long")
  Stream<DynamicNode> sortedMap_outsideTransactionsInAllSizes() {
    return wholeSuites().stream().flatMap(GuavaSuites::outsideTransactions);
  }

  @TestFactory
  @Tag("long")
  Stream<DynamicNode> sortedMap_insideTransactionsInAllSizes() {
    return wholeSuites().stream()
        .flatMap(suite -> GuavaSuites.insideTransactions(suite, body -> Stm.atomic(body::run)));
  }

  private static List<TestSuite> wholeSuites() {
    List<TestSuite> suites = new ArrayList<>();
    suites.add(whole("natural order", TSortedMapSuiteTest::natural));
    suites.add(whole("comparator", TSortedMapSuiteTest::compared));
    suites.add(small("shrunk", TSortedMapSuiteTest::shrunk));
    return suites;
  }
}
