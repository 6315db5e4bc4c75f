package io.isolde.store.postgres;

import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.Description;
import io.isolde.store.spi.Kind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names of a store, in a table that all processes share. Thread-safe. */
final class NameTable {
  private record Found(int id, String kind) {}

  private final PostgresStore store;

  NameTable(PostgresStore store) {
    this.store = store;
  }

  /**
   * Finds the number of a name, or gives it one.
   *
   * @throws IllegalArgumentException if another process opened it as something else
   */
  int open(String name, Kind kind) {
    byte[] digest = Digest.of(name.getBytes(StandardCharsets.UTF_8));
    Found found =
        store.with(
            connection -> {
              try (PreparedStatement add = connection.prepareStatement(store.sql().nameAdd)) {
                add.setBytes(1, digest);
                add.setString(2, name);
                add.setString(3, kind.toString());
                add.executeUpdate();
              }
              try (PreparedStatement find = connection.prepareStatement(store.sql().nameFind)) {
                find.setBytes(1, digest);
                ResultSet result = find.executeQuery();
                result.next();
                return new Found(result.getInt(1), result.getString(2));
              }
            });
    if (!found.kind.equals(kind.toString())) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be opened as " + kind + ": it was opened as " + found.kind);
    }
    return found.id;
  }

  /**
   * Notes that keys of a map have values of described classes in them.
   *
   * @throws CodecException if such a class has changed since it was noted: then an entry could not
   *     be found by its key any more
   */
  void noteKeyTypes(String name, int id, Set<Integer> numbers, SharedTypes types) {
    store.with(
        connection -> {
          Set<Integer> known = new TreeSet<>();
          try (PreparedStatement query = connection.prepareStatement(store.sql().keyTypes)) {
            query.setInt(1, id);
            ResultSet result = query.executeQuery();
            result.next();
            known.addAll(List.of((Integer[]) result.getArray(1).getArray()));
          }
          for (int number : numbers) {
            if (known.add(number)) {
              requireUnchanged(connection, name, number, known, types);
            }
          }
          try (PreparedStatement update = connection.prepareStatement(store.sql().setKeyTypes)) {
            update.setArray(1, connection.createArrayOf("int", known.toArray()));
            update.setInt(2, id);
            return update.executeUpdate();
          }
        });
  }

  private static void requireUnchanged(
      Connection connection, String name, int number, Set<Integer> known, SharedTypes types)
      throws SQLException {
    Description present = types.find(connection, number);
    for (int other : known) {
      Description before = other == number ? null : types.find(connection, other);
      if (before != null && present != null && before.className().equals(present.className())) {
        throw new CodecException(
            "keys of '"
                + name
                + "' were stored with another "
                + present.className()
                + ", with the parts "
                + before.parts()
                + " instead of "
                + present.parts()
                + ": entries could not be found by their keys; copy them to a map of another name",
            null);
      }
    }
  }
}
