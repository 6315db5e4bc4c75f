package io.isolde.store.postgres;

import io.isolde.store.testkit.shared.SharedStoreContract;
import org.junit.jupiter.api.Tag;

/** Stores in a PostgreSQL database that several JVMs have opened. */
@Tag("long")
class PostgresSharedTest extends SharedStoreContract {
  PostgresSharedTest() {
    super(Server::fresh);
  }
}
