package io.isolde.benchmarks.durable;

import com.fasterxml.jackson.databind.JsonNode;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.RoundsFile;
import io.isolde.benchmarks.rounds.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Everything that was measured. Immutable.
 *
 * @param rounds the results measured in rounds, by the names of their files without {@code .json}
 * @param openings the results of {@link Opening}, by the same names
 * @param large the results of {@link Large}, by the same names
 */
record RawResults(
    Map<String, RoundsFile> rounds,
    Map<String, OpeningFile> openings,
    Map<String, LargeFile> large) {
  private static final String ENDING = ".json";

  /** Reads the JSON files of a directory. */
  static RawResults read(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
    RawResults results = new RawResults(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (Path file : files) {
      String name = file.getFileName().toString();
      results.add(name.substring(0, name.length() - ENDING.length()), file);
    }
    return results;
  }

  private void add(String name, Path file) throws IOException {
    JsonNode root = Json.MAPPER.readTree(file.toFile());
    if (root.has("legs")) {
      rounds.put(name, Json.MAPPER.treeToValue(root, RoundsFile.class));
    } else if (root.has("fromJournal")) {
      openings.put(name, Json.MAPPER.treeToValue(root, OpeningFile.class));
    } else if (root.has("reopened")) {
      large.put(name, Json.MAPPER.treeToValue(root, LargeFile.class));
    } else {
      throw new IOException(file + " is no result of these benchmarks");
    }
  }

  /** The legs of a file; none if there is no such file. */
  List<LegResult> legs(String file) {
    RoundsFile found = rounds.get(file);
    return found == null ? List.of() : found.legs();
  }

  /** The leg of this name and number of platform threads. */
  Optional<LegResult> leg(String file, String name, int threads) {
    return legs(file).stream()
        .filter(leg -> leg.name().equals(name) && leg.threads() == threads && !leg.virtual())
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

  /** The middle of a list of numbers; not a number if it is empty. */
  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(null);
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
