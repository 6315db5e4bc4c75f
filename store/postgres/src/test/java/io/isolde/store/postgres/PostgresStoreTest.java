package io.isolde.store.postgres;

import io.isolde.store.Capability;
import io.isolde.store.testkit.StoreContract;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;

@Tag("long")
class PostgresStoreTest extends StoreContract {
  PostgresStoreTest() {
    super(Server::fresh, EnumSet.complementOf(EnumSet.of(Capability.JOINS_STM)));
  }

  @Override
  public Duration latency() {
    return Duration.ofSeconds(2);
  }
}
