package io.isolde.store.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyRangeTest {
  private final NavigableMap<Integer, String> whole = new TreeMap<>();

  KeyRangeTest() {
    IntStream.range(0, 8).forEach(key -> whole.put(key, "value"));
  }

  private void assertHolds(KeyRange<Integer> range, Integer... keys) {
    assertThat(range.subMapOf(whole).keySet()).containsExactly(keys);
    assertThat(range.subMapOf(whole, false).keySet()).containsExactly(keys);
    assertThat(range.subMapOf(whole, true).descendingKeySet()).containsExactly(keys);
    assertThat(whole.keySet().stream().filter(range::contains)).containsExactly(keys);
  }

  @Test
  void range_withoutBounds_holdsAllKeys() {
    assertHolds(KeyRange.all(), 0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(KeyRange.<Integer>all().subMapOf(whole)).isSameAs(whole);
    assertThat(KeyRange.all()).hasToString("( … )");
  }

  @Test
  void range_withBounds_holdsThoseThatAreInclusive() {
    assertHolds(new KeyRange<>(2, true, 5, true), 2, 3, 4, 5);
    assertHolds(new KeyRange<>(2, false, 5, false), 3, 4);
    assertHolds(new KeyRange<>(null, false, 2, false), 0, 1);
    assertHolds(new KeyRange<>(6, false, null, false), 7);
    assertThat(new KeyRange<>(2, true, 5, false)).hasToString("[2 … 5)");
  }

  @Test
  void range_withEqualBounds_isThatKeyOrEmpty() {
    assertHolds(new KeyRange<>(2, true, 2, true), 2);
    assertHolds(new KeyRange<>(2, false, 2, false));
    assertHolds(new KeyRange<>(2, true, 2, false));
  }

  @Test
  void range_thatEndsBeforeItBegins_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRange<>(3, true, 2, true))
        .withMessageContainingAll("3", "2");
  }
}
