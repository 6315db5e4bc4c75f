package io.isolde.store.postgres;

import io.isolde.store.testkit.shared.SharedStoreContract;

/** Stores in a PostgreSQL database that several JVMs have opened. */
class PostgresSharedTest extends SharedStoreContract {
  PostgresSharedTest() {
    super(Server::fresh);
  }
}
