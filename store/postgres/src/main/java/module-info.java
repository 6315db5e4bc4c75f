/** The backend {@code postgres:}: a store in a PostgreSQL database, which many JVMs share. */
@SuppressWarnings("requires-automatic") // the driver has no module descriptor
module io.isolde.store.postgres {
  requires static org.checkerframework.checker.qual;
  requires static org.jspecify;
  requires transitive io.isolde.store;
  requires transitive java.sql;
  requires jdk.jfr;
  requires com.zaxxer.hikari;
  requires org.postgresql.jdbc;

  exports io.isolde.store.postgres;

  provides io.isolde.store.StoreProvider with
      io.isolde.store.postgres.PostgresStoreProvider;
}
