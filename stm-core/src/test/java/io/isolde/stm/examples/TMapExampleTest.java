package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.collection.TMap;
import org.junit.jupiter.api.Test;

/** The example that the Javadoc of {@link TMap} shows. */
class TMapExampleTest {
  @Test
  void rename_keepsTheNumber() {
    // @start region="rename"
    TMap<String, String> numberOf = new TMap<>();
    numberOf.put("Isolde", "+353 1 555 0101"); // as on any ConcurrentMap

    atomic(
        () -> { // nobody sees the number under both names, or under none
          String number = numberOf.remove("Isolde");
          numberOf.put("Isolde of Cornwall", number);
        });
    // @end
    assertThat(numberOf).containsOnlyKeys("Isolde of Cornwall");
  }
}
