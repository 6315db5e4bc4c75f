package io.isolde.stm.collection;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link TMap} is a {@code ConcurrentMap}: Guava's suite, with all that ConcurrentHashMap claims.
 */
class TMapSuiteTest {
  private static TestSuite suite() {
    return ConcurrentMapTestSuiteBuilder.using(
            new TestStringMapGenerator() {
              @Override
              protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                Map<String, String> map = new TMap<>();
                for (Map.Entry<String, String> entry : entries) {
                  map.put(entry.getKey(), entry.getValue());
                }
                return map;
              }
            })
        .named("TMap")
        .withFeatures(
            MapFeature.GENERAL_PURPOSE,
            CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
            CollectionFeature.SERIALIZABLE,
            CollectionSize.ANY)
        .createTestSuite();
  }

  private static TestSuite snapshotSuite() {
    return MapTestSuiteBuilder.using(
            new TestStringMapGenerator() {
              @Override
              protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                Map<String, String> map = new HashMap<>();
                for (Map.Entry<String, String> entry : entries) {
                  map.put(entry.getKey(), entry.getValue());
                }
                return new TMap<>(map).snapshotOf();
              }
            })
        .named("TMap.snapshotOf")
        .withFeatures(CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> map_outsideTransactions_isAConcurrentMap() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> map_insideATransaction_isAConcurrentMap() {
    return GuavaSuites.insideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> snapshotOf_isAnImmutableMap() {
    return GuavaSuites.outsideTransactions(snapshotSuite());
  }
}
