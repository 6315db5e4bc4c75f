package io.isolde.examples.bank.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.isolde.examples.bank.way.Kind;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of a comparison, and the conditions under which they were measured.
 *
 * <p>Immutable.
 *
 * @param missing the ways that could not be compared to the end, or not at all
 */
record Results(
    Machine machine, Load load, Schedule schedule, List<Row> rows, List<Missing> missing) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * A way that could not be compared to the end, or not at all.
   *
   * @param way what the user calls it
   * @param title what it is, in a few words
   * @param reason why not
   */
  record Missing(String way, String title, String reason) {
    static Missing of(Kind kind, String reason) {
      return new Missing(kind.name(), kind.title(), reason);
    }
  }

  /** Whether every way has kept what it promises. */
  boolean promisesKept() {
    return rows.stream().allMatch(Row::keepsPromise);
  }

  /** Writes them as JSON. */
  void write(Writer target) throws IOException {
    target.write(JSON.writeValueAsString(this));
    target.write("\n");
  }

  /** Reads what {@link #write} wrote. */
  static Results read(Path file) throws IOException {
    Results results = JSON.readValue(file.toFile(), Results.class);
    if (results == null || results.rows() == null) {
      throw new IOException("there are no results in it");
    }
    return results;
  }
}
