package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What callers see, and what is left behind, when the database refuses a statement. */
class ServerErrorTest {
  /** A key that the index refuses, and that does not compress. */
  private static String tooLongKey() {
    Random random = new Random(1);
    StringBuilder key = new StringBuilder();
    random.ints(4000, 0x4e00, 0x9fff).forEach(c -> key.append((char) c));
    return key.toString();
  }

  @Test
  void statementRefused_callerIsTold_andStoreGoesOn() {
    try (Store store = Store.open(Server.fresh() + "&pool=1")) {
      StoreMap<String, Long> map = store.map("map", String.class, Long.class);
      StoreCounter counter = store.counter("counter");

      assertThatThrownBy(() -> map.put(tooLongKey(), 1L))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContaining("index row size");

      CompletableFuture<Void> later = CompletableFuture.runAsync(counter::increment);
      assertThat(later).succeedsWithin(Duration.ofSeconds(10));
      assertThat(counter.get()).isEqualTo(1);
    }
  }
}
