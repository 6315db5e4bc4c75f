package io.isolde.store.testkit;

import io.isolde.store.Capability;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Maps are maps of Java: they pass the suites that the JDK's own pass, in transactions as well. */
interface MapSuiteContract extends ContractPart {
  @TestFactory
  default DynamicNode map_outsideTransactions_isAConcurrentMap() {
    return GuavaSuites.outsideTransactions(MapSuites.map(store(), freshNames()));
  }

  @TestFactory
  default Stream<DynamicNode> map_insideTransactions_isAConcurrentMap() {
    return insideTransactions(MapSuites.map(store(), freshNames()));
  }

  @TestFactory
  default DynamicNode sortedMap_outsideTransactions_isAConcurrentNavigableMap() {
    return GuavaSuites.outsideTransactions(MapSuites.sortedMap(store(), freshNames()));
  }

  @TestFactory
  default Stream<DynamicNode> sortedMap_insideTransactions_isAConcurrentNavigableMap() {
    return insideTransactions(MapSuites.sortedMap(store(), freshNames()));
  }

  private Stream<DynamicNode> insideTransactions(TestSuite suite) {
    requires(Capability.ATOMIC_OVER_KEYS);
    return Stream.of(GuavaSuites.insideTransactions(suite, store()));
  }

  private static Supplier<String> freshNames() {
    AtomicInteger count = new AtomicInteger();
    return () -> "map " + count.incrementAndGet();
  }
}
