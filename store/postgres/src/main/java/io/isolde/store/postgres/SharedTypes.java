package io.isolde.store.postgres;

import io.isolde.store.file.record.Description;
import io.isolde.store.file.record.Input;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.TypeTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The numbers of the classes of applications, in a table that all processes share. Thread-safe. */
final class SharedTypes implements TypeTable {
  private final PostgresStore store;

  SharedTypes(PostgresStore store) {
    this.store = store;
  }

  @Override
  public Description number(Description wanted) {
    byte[] bytes = bytes(wanted);
    byte[] digest = Digest.of(bytes);
    return store.with(
        connection -> {
          try (PreparedStatement add = connection.prepareStatement(store.sql().typeAdd)) {
            add.setBytes(1, digest);
            add.setBytes(2, bytes);
            add.executeUpdate();
          }
          try (PreparedStatement find = connection.prepareStatement(store.sql().typeFind)) {
            find.setInt(1, 0);
            find.setBytes(2, digest);
            ResultSet result = find.executeQuery();
            result.next();
            return description(result);
          }
        });
  }

  @Override
  public @Nullable Description find(int id) {
    return store.with(connection -> find(connection, id));
  }

  /** The same, on a connection. */
  @Nullable Description find(Connection connection, int id) throws SQLException {
    try (PreparedStatement find = connection.prepareStatement(store.sql().typeFind)) {
      find.setInt(1, id);
      find.setBytes(2, new byte[0]);
      ResultSet result = find.executeQuery();
      return result.next() ? description(result) : null;
    }
  }

  /** The number is no part of the bytes: it is the row's. */
  private static byte[] bytes(Description description) {
    Output out = new Output();
    numbered(Description.ID_MIN, description).writeTo(out);
    return out.toBytes();
  }

  private static Description description(ResultSet row) throws SQLException {
    return numbered(row.getInt(1), Description.read(new Input(row.getBytes(2))));
  }

  private static Description numbered(int id, Description other) {
    return new Description(id, other.form(), other.className(), other.parts());
  }
}
