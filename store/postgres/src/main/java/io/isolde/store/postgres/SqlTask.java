package io.isolde.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work on a connection, done by a thread of the store's own. */
@FunctionalInterface
interface SqlTask<T extends @Nullable Object> {
  T run(Connection connection) throws SQLException;
}
