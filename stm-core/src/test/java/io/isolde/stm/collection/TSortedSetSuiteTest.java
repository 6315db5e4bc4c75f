package io.isolde.stm.collection;

import com.google.common.collect.testing.NavigableSetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSortedSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.SetFeature;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.Stm;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The sorted set in Guava's suite, with all features that ConcurrentSkipListSet claims there. */
class TSortedSetSuiteTest {
  private static TestSuite suite() {
    TestStringSortedSetGenerator generator =
        new TestStringSortedSetGenerator() {
          @Override
          protected SortedSet<String> create(String[] elements) {
            return new TSortedSet<>(Arrays.asList(elements));
          }

          @Override
          public List<String> order(List<String> insertionOrder) {
            return insertionOrder.stream().sorted().toList();
          }
        };
    return NavigableSetTestSuiteBuilder.using(generator)
        .named("TSortedSet")
        .withFeatures(SetFeature.GENERAL_PURPOSE, CollectionFeature.KNOWN_ORDER, CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> sortedSet_outsideTransactions() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  @Tag("long")
  Stream<DynamicNode> sortedSet_insideTransactions() {
    return GuavaSuites.insideTransactions(suite(), body -> Stm.atomic(body::run));
  }
}
