package io.isolde.examples.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SharingStrategiesTest {

  @Test
  void named_eachName_isThatStrategy() {
    assertThat(SharingStrategies.ALL)
        .isNotEmpty()
        .allMatch(strategy -> SharingStrategies.named(strategy.name()) == strategy);
  }

  @Test
  void named_anyStoreUri_isAStore() {
    assertThat(SharingStrategies.named("file:bank").title()).isEqualTo("store");
  }

  @Test
  void named_unknownWord_namesAll() {
    assertThatThrownBy(() -> SharingStrategies.named("mutex"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mutex")
        .hasMessageContaining("unsynchronised")
        .hasMessageContaining("stm:");
  }

  @Test
  void open_noSuchBackend_saysWhichThereAre() {
    assertThatThrownBy(() -> SharingStrategies.named("nowhere:").open(Map.of(), () -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere:")
        .hasMessageContaining("stm");
  }

  @Test
  void open_storeOfTransactions_keepsTheTotal() {
    try (SharingStrategy strategy = SharingStrategies.named("lock:").open(Map.of(), () -> {})) {
      assertThat(strategy.promise()).isEqualTo(Promise.ALWAYS);
    }
  }
}
