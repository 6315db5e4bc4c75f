package io.isolde.stm.collection.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.collection.parts.RefFactory;
import org.junit.jupiter.api.Test;

class HashTableTest {
  private final HashTable<Integer, String> table = HashTable.ofSize(64, RefFactory.UNNAMED);

  @Test
  void scan_besideAThreadThatHasNotFinishedToInstallARoot_findsWhatIsThere() {
    table.installNew(new BucketRef<>(5, table.vacant(5)));
    table.put(5, "five");
    assertThat(table.containsValue("five")).isTrue();
  }
}
