package io.isolde.store.testkit;

import io.isolde.stm.collection.GuavaSuites;
import io.isolde.store.Capability;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Maps are maps of Java: they pass the suites that the JDK's own pass, in transactions as well. */
@SuppressWarnings("JdkObsolete") // Guava's suites are made for JUnit 3
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
  default DynamicNode sortedMap_outsideTransactions_isAConcurrentNavigableMap() {
    return GuavaSuites.container(MapSuites.sortedMap(store(), names()), TestCase::runBare);
  }

  @TestFactory
  default Stream<DynamicNode> sortedMap_insideTransactions_isAConcurrentNavigableMap() {
    return insideTransactions(MapSuites.sortedMap(store(), names()));
  }

  private Stream<DynamicNode> insideTransactions(TestSuite suite) {
    requires(Capability.ATOMIC_OVER_KEYS);
    return Stream.of(GuavaSuites.container(suite, test -> store().transact(test::runBare)));
  }

  /** A few in turn, since a store keeps its names: no test uses as many maps at a time. */
  private static Supplier<String> names() {
    AtomicInteger count = new AtomicInteger();
    return () -> "map " + count.incrementAndGet() % 32;
  }
}
