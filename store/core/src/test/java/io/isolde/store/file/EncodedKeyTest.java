package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.file.record.Types;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncodedKeyTest {
  /**
   * With {@code Arrays.hashCode}, only one hash in eight was different, and recovery took nearly
   * twice as long.
   */
  @Test
  void hashes_ofManyNumbers_areNearlyAllDifferent() {
    Types types = new Types(List.of(), description -> {});
    int numbers = 1_000_000;

    long hashes =
        IntStream.range(0, numbers)
            .map(number -> new EncodedKey(types.toBytes(number)).hashCode())
            .distinct()
            .count();

    assertThat(hashes).isGreaterThan(numbers * 99L / 100);
  }

  @Test
  void spellings_ofTheSameBytes_areEqual() {
    assertThat(new EncodedKey(new byte[] {1, -2})).isEqualTo(new EncodedKey(new byte[] {1, -2}));
    assertThat(new EncodedKey(new byte[] {1, -2}))
        .hasSameHashCodeAs(new EncodedKey(new byte[] {1, -2}));
    assertThat(new EncodedKey(new byte[] {1, -2})).isNotEqualTo(new EncodedKey(new byte[] {-2, 1}));
  }
}
