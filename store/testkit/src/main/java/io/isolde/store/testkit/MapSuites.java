package io.isolde.store.testkit;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ConcurrentNavigableMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringSortedMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import junit.framework.TestSuite;

/** Guava's suites that a store's maps pass, with the features that the maps have. */
final class MapSuites {
  private MapSuites() {}

  /** The suite for {@code ConcurrentMap}, on maps that are emptied before they are used again. */
  static TestSuite map(Store store, Supplier<String> nextName) {
    return ConcurrentMapTestSuiteBuilder.using(
            new TestStringMapGenerator() {
              @Override
              protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                return filled(store.map(nextName.get(), String.class, String.class), entries);
              }
            })
        .named("StoreMap")
        .withFeatures(
            MapFeature.GENERAL_PURPOSE,
            CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
            CollectionSize.ANY)
        .createTestSuite();
  }

  /** The suite for {@code ConcurrentNavigableMap}, with all its views. */
  static TestSuite sortedMap(Store store, Supplier<String> nextName) {
    return ConcurrentNavigableMapTestSuiteBuilder.using(
            new TestStringSortedMapGenerator() {
              @Override
              protected SortedMap<String, String> create(Map.Entry<String, String>[] entries) {
                return filled(store.sortedMap(nextName.get(), String.class, String.class), entries);
              }
            })
        .named("StoreSortedMap")
        .withFeatures(
            MapFeature.GENERAL_PURPOSE,
            CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
            CollectionFeature.KNOWN_ORDER,
            CollectionSize.SEVERAL)
        .createTestSuite();
  }

  private static <M extends StoreMap<String, String>> M filled(
      M map, Map.Entry<String, String>[] entries) {
    map.clear();
    Arrays.stream(entries).forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return map;
  }
}
