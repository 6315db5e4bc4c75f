package io.isolde.stm.collection;

import java.util.Map;
import java.util.NavigableMap;

/** A bridge for tests of other packages to the invariants of the collections. */
public final class CollectionProbe {
  private CollectionProbe() {}

  /** Asserts the invariants of a map, at a moment when no thread changes it. */
  public static void assertInvariants(Map<?, ?> map) {
    if (map instanceof NavigableMap<?, ?> sorted) {
      Sorted.chain(sorted).assertInvariants();
    }
  }
}
