package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.raw.RawResults;
import io.isolde.benchmarks.harness.raw.RawResults.Kind;
import io.isolde.benchmarks.harness.rounds.Series;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was measured. Immutable.
 *
 * @param rounds the results measured in rounds, by the names of their files without {@code .json}
 * @param openings the results of {@link Opening}, by the same names
 * @param large the results of {@link Large}, by the same names
 * @param label of the rounds that are looked at
 */
record DurableResults(
    Map<String, RoundsFile> rounds,
    Map<String, OpeningFile> openings,
    Map<String, LargeFile> large,
    Label label) {
  private static final Kind<RoundsFile> ROUNDS = Kind.of(RoundsFile.class, "series");
  private static final Kind<OpeningFile> OPENING = Kind.of(OpeningFile.class, "fromJournal");
  private static final Kind<LargeFile> LARGE = Kind.of(LargeFile.class, "reopened");

  /** Reads the JSON files of a directory. */
  static DurableResults read(Path directory) throws IOException {
    RawResults raw = RawResults.read(directory, ROUNDS, OPENING, LARGE);
    return new DurableResults(raw.all(ROUNDS), raw.all(OPENING), raw.all(LARGE), Label.NONE);
  }

  /** Nothing but the rounds with that label. What was not measured in rounds has none. */
  DurableResults under(Label other) {
    return other == Label.NONE ? this : new DurableResults(rounds, Map.of(), Map.of(), other);
  }

  /** The series of a file; none if there is no such file. */
  List<Series> series(String file) {
    return Optional.ofNullable(rounds.get(file)).map(RoundsFile::series).orElse(List.of());
  }

  /** The series of this name and number of platform threads. */
  Optional<Series> series(String file, String name, int threads) {
    return series(file).stream()
        .filter(one -> one.name().equals(name) && one.threads() == threads && !one.virtual())
        .findFirst();
  }

  /** The openings of a file. */
  Optional<OpeningFile> opening(String file) {
    return Optional.ofNullable(openings.get(file));
  }

  /** The large store of a file. */
  Optional<LargeFile> large(String file) {
    return Optional.ofNullable(large.get(file));
  }
}
