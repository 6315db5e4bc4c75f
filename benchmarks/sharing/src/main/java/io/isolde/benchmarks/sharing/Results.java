package io.isolde.benchmarks.sharing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.examples.sharing.StrategyFactory;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/**
 * The results of a comparison, and the conditions under which they were measured.
 *
 * <p>Immutable.
 *
 * @param machine where and when; its flags are not written
 * @param missing the strategies that could not be compared to the end, or not at all
 */
public record Results(
    @JsonIgnoreProperties("flags") Machine machine,
    Load load,
    Schedule schedule,
    List<Row> rows,
    List<Missing> missing) {

  /**
   * A strategy that could not be compared to the end, or not at all.
   *
   * @param strategy what the user calls it, a way of sharing
   * @param title what it is, in a few words
   * @param reason why not
   */
  public record Missing(@JsonProperty("way") String strategy, String title, String reason) {
    static Missing of(StrategyFactory strategy, String reason) {
      return new Missing(strategy.name(), strategy.title(), reason);
    }
  }

  /** Whether every strategy has kept what it promises. */
  public boolean promisesKept() {
    return rows.stream().allMatch(Row::keepsPromise);
  }

  /** Writes them as JSON. */
  public void write(Writer target) throws IOException {
    target.write(Json.text(this));
    target.write("\n");
  }

  /** Reads what {@link #write} wrote. */
  static Results read(Path file) throws IOException {
    Results results = Json.readStrictly(file, Results.class);
    if (results == null || results.rows() == null) {
      throw new IOException("there are no results in it");
    }
    return results;
  }
}
