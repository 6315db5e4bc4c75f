package io.isolde.store.chronicle;

import io.isolde.store.file.DurableStoreContract;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The contract over bases, without waiting for the disk. */
class ChronicleStoreNoneTest extends DurableStoreContract {
  ChronicleStoreNoneTest() {
    super("chronicle", "none");
  }

  /** Sorted maps are those of {@code file:}, which are always run. */
  @Tag("long")
  @TestFactory
  @Override
  public DynamicNode sortedMap_outsideTransactions_isAConcurrentNavigableMap() {
    return super.sortedMap_outsideTransactions_isAConcurrentNavigableMap();
  }

  @Tag("long")
  @TestFactory
  @Override
  public Stream<DynamicNode> sortedMap_insideTransactions_isAConcurrentNavigableMap() {
    return super.sortedMap_insideTransactions_isAConcurrentNavigableMap();
  }
}
