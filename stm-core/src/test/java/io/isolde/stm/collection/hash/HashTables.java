package io.isolde.stm.collection.hash;

import io.isolde.stm.collection.parts.RefFactory;

/** Hash tables of unusual sizes, for tests. */
public final class HashTables {
  private HashTables() {}

  /** An empty table with two root slots. */
  public static <K, V> HashTable<K, V> ofTwoSlots() {
    return new HashTable<>(1, RefFactory.UNNAMED);
  }
}
