package io.isolde.examples.bank.way;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KindTest {

  @Test
  void of_eachName_isThatKind() {
    assertThat(Kind.ALL).isNotEmpty().allMatch(kind -> Kind.of(kind.name()) == kind);
  }

  @Test
  void of_anyStoreUri_isAStore() {
    assertThat(Kind.of("file:bank").title()).isEqualTo("store");
  }

  @Test
  void of_unknownWord_namesAllWays() {
    assertThatThrownBy(() -> Kind.of("mutex"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mutex")
        .hasMessageContaining("unsynchronised")
        .hasMessageContaining("stm:");
  }

  @Test
  void open_noSuchBackend_saysWhichThereAre() {
    assertThatThrownBy(() -> Kind.of("nowhere:").open(Map.of(), () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere:")
        .hasMessageContaining("stm");
  }

  @Test
  void open_storeOfTransactions_keepsTheTotal() {
    try (Way way = Kind.of("lock:").open(Map.of(), () -> {})) {
      assertThat(way.promise()).isEqualTo(Promise.ALWAYS);
    }
  }
}
