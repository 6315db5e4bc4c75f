package io.isolde.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.footprint.Footprints.Entry;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.rounds.Json;
import io.isolde.benchmarks.rounds.Outcome;
import io.isolde.benchmarks.rounds.RoundsFile;
import io.isolde.benchmarks.rounds.RoundsFile.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Everything that was measured.
 *
 * @param jmh one for each benchmark, peer and choice of parameters, as JMH writes them
 * @param rounds what {@link io.isolde.benchmarks.Interleaved} wrote, file by file
 * @param footprints what {@link io.isolde.benchmarks.Footprint} wrote
 */
public record RawResults(
    List<JsonNode> jmh, List<RoundsFile> rounds, List<FootprintFile> footprints) {

  /**
   * Reads the JSON files of a directory; rounds and footprints come in the order in which they were
   * measured.
   */
  public static RawResults read(Path directory) throws IOException {
    RawResults results = new RawResults(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path file : files) {
      results.add(file);
    }
    results.rounds.sort(Comparator.comparing(file -> file.machine().time()));
    results.footprints.sort(Comparator.comparing(file -> file.machine().time()));
    return results;
  }

  private void add(Path file) throws IOException {
    JsonNode root = Json.MAPPER.readTree(file.toFile());
    if (root.isArray()) {
      root.forEach(jmh::add);
    } else if (root.has("outcomes")) {
      rounds.add(Json.MAPPER.treeToValue(root, RoundsFile.class));
    } else if (root.has("footprints")) {
      footprints.add(Json.MAPPER.treeToValue(root, FootprintFile.class));
    } else {
      throw new IOException(file + " is not a result of JMH, Interleaved or Footprint");
    }
  }

  /** The newest outcome of each comparison and peer whose name starts with {@code prefix}. */
  List<Outcome> outcomes(String prefix) {
    Map<List<String>, Outcome> newest = new LinkedHashMap<>();
    for (RoundsFile file : rounds) {
      for (Outcome outcome : file.outcomes()) {
        if (outcome.name().startsWith(prefix)) {
          newest.put(List.of(outcome.name(), outcome.peer()), outcome);
        }
      }
    }
    return List.copyOf(newest.values());
  }

  /** All failures of comparisons whose name starts with {@code prefix}. */
  List<Failure> failures(String prefix) {
    return rounds.stream()
        .flatMap(file -> file.failures().stream())
        .filter(failure -> failure.name().startsWith(prefix))
        .toList();
  }

  /** The newest outcome of exactly this comparison. */
  Optional<Outcome> outcome(String name, Peer peer) {
    return outcomes(name).stream()
        .filter(outcome -> outcome.name().equals(name) && outcome.peer().equals(peer.name()))
        .findFirst();
  }

  /** The newest footprint of this name, in bytes. */
  OptionalDouble footprint(String name) {
    return footprints.stream()
        .flatMap(file -> file.footprints().stream())
        .filter(entry -> entry.name().equals(name))
        .mapToDouble(Entry::bytes)
        .reduce((older, newer) -> newer);
  }
}
