package io.isolde.stm.collection;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.Helpers;
import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.isolde.checks.collection.EqualKeys;
import io.isolde.checks.collection.EqualKeys.Numbered;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.Stm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link TMap} is a {@code ConcurrentMap}: it passes Guava's suite with all features that
 * ConcurrentHashMap claims, except that it is not serializable.
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

  /**
   * Keys with the same hash code. Look-ups use keys that are equal to those in the map, but of
   * another class. The map has had many entries before.
   */
  private static final class Colliding implements TestMapGenerator<Numbered, String> {
    private static Map.Entry<Numbered, String> sample(int number) {
      return Helpers.mapEntry(EqualKeys.numbered(number, number, 7), "value " + number);
    }

    @Override
    public SampleElements<Map.Entry<Numbered, String>> samples() {
      return new SampleElements<>(sample(0), sample(1), sample(2), sample(3), sample(4));
    }

    @Override
    public Map<Numbered, String> create(Object... elements) {
      Map<Numbered, String> map = new TMap<>();
      for (int i = 0; i < 60; i++) {
        map.put(EqualKeys.numbered(i, i, 7), "former");
      }
      map.values().removeIf("former"::equals);
      for (Object element : elements) {
        Map.Entry<?, ?> entry = (Map.Entry<?, ?>) element;
        Numbered key = (Numbered) entry.getKey();
        map.put(EqualKeys.numbered(key.number + 1, key.number, 7), (String) entry.getValue());
      }
      return map;
    }

    @Override
    @SuppressWarnings("unchecked") // as Guava's own generators do
    public Map.Entry<Numbered, String>[] createArray(int length) {
      return (Map.Entry<Numbered, String>[]) new Map.Entry<?, ?>[length];
    }

    @Override
    public Numbered[] createKeyArray(int length) {
      return new Numbered[length];
    }

    @Override
    public String[] createValueArray(int length) {
      return new String[length];
    }

    @Override
    public Iterable<Map.Entry<Numbered, String>> order(
        List<Map.Entry<Numbered, String>> insertionOrder) {
      return insertionOrder;
    }
  }

  private static TestSuite collidingSuite() {
    return ConcurrentMapTestSuiteBuilder.using(new Colliding())
        .named("TMap of colliding keys of several classes")
        .withFeatures(
            MapFeature.GENERAL_PURPOSE,
            CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
            CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> map_ofCollidingKeysOfSeveralClasses_isAConcurrentMap() {
    return GuavaSuites.outsideTransactions(collidingSuite());
  }

  @TestFactory
  Stream<DynamicNode> map_outsideTransactions_isAConcurrentMap() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> map_insideATransaction_isAConcurrentMap() {
    return GuavaSuites.insideTransactions(suite(), body -> Stm.atomic(body::run));
  }

  @TestFactory
  Stream<DynamicNode> snapshotOf_isAnImmutableMap() {
    return GuavaSuites.outsideTransactions(snapshotSuite());
  }
}
