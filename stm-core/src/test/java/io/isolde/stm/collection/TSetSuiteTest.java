package io.isolde.stm.collection;

import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * {@link TSet} is a {@code Set}: Guava's suite, with all that ConcurrentHashMap's key sets claim.
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
        .withFeatures(
            CollectionFeature.GENERAL_PURPOSE, CollectionFeature.SERIALIZABLE, CollectionSize.ANY)
        .createTestSuite();
  }

  @TestFactory
  Stream<DynamicNode> set_outsideTransactions_isASet() {
    return GuavaSuites.outsideTransactions(suite());
  }

  @TestFactory
  Stream<DynamicNode> set_insideATransaction_isASet() {
    return GuavaSuites.insideTransactions(suite());
  }
}
