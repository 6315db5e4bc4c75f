package io.isolde.stm.collection;

import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import io.isolde.checks.collection.GuavaSuites;
import io.isolde.stm.Stm;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link TSet} is a {@code Set}: it passes Guava's suite with all features that ConcurrentHashMap's
 * key sets claim, except that it is not serializable.
 */
class TSetSuiteTest {
  private static TestSuite suite() {
    return SetTestSuiteBuilder.using(
            new TestStringSetGenerator() {
              @Override
              protected Set<String> create(String[] elements) {
                return new TSet<>(List.of(elements));
              }
            })
        .named("TSet")
        .withFeatures(CollectionFeature.GENERAL_PURPOSE, CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> set_outsideTransactions_isASet() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> set_insideATransaction_isASet() {
    return GuavaSuites.insideTransactions(suite(), body -> Stm.atomic(body::run));
  }
}
