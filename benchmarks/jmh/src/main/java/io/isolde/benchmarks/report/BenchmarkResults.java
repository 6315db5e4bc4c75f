package io.isolde.benchmarks.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import io.isolde.benchmarks.comparison.Ending;
import io.isolde.benchmarks.comparison.Failure;
import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.OutcomesFile;
import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.footprint.Footprints.Entry;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.raw.RawResults;
import io.isolde.benchmarks.harness.raw.RawResults.Kind;
import io.isolde.benchmarks.peer.Peer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Everything that was measured. Immutable.
 *
 * @param jmh one for each benchmark, peer and choice of parameters, as JMH writes them
 * @param outcomes what {@link io.isolde.benchmarks.Interleaved} wrote, in the order of time
 * @param footprints what {@link io.isolde.benchmarks.Footprint} wrote, in the order of time
 * @param label of single figures; tables show all
 */
record BenchmarkResults(
    List<JsonNode> jmh, List<OutcomesFile> outcomes, List<FootprintFile> footprints, Label label) {
  private static final Kind<JsonNode> JMH = new Kind<>(JsonNode.class, JsonNode::isArray);
  private static final Kind<OutcomesFile> OUTCOMES = Kind.of(OutcomesFile.class, "outcomes");
  private static final Kind<FootprintFile> FOOTPRINTS = Kind.of(FootprintFile.class, "footprints");

  /** Reads the JSON files of a directory. */
  static BenchmarkResults read(Path directory) throws IOException {
    RawResults raw = RawResults.read(directory, JMH, OUTCOMES, FOOTPRINTS);
    return new BenchmarkResults(
        raw.all(JMH).values().stream().flatMap(JsonNode::valueStream).toList(),
        raw.all(OUTCOMES).values().stream()
            .sorted(Comparator.comparing(file -> file.machine().time()))
            .toList(),
        raw.all(FOOTPRINTS).values().stream()
            .sorted(Comparator.comparing(file -> file.machine().time()))
            .toList(),
        Label.NONE);
  }

  /**
   * How comparisons ended whose name starts with {@code prefix}, if they did when last run, with
   * every label but {@link Label#MOVED}.
   */
  List<Outcome> outcomes(String prefix) {
    return newest(prefix, Outcome.class).stream()
        .filter(outcome -> outcome.label().isComparable())
        .toList();
  }

  /** Why comparisons failed whose name starts with {@code prefix}, if they did when last run. */
  List<Failure> failures(String prefix) {
    return newest(prefix, Failure.class);
  }

  /** Of each comparison and peer, the endings of the last run that are of that kind. */
  private <T extends Ending> List<T> newest(String prefix, Class<T> way) {
    Map<List<String>, List<Ending>> newest = new LinkedHashMap<>();
    outcomes.forEach(
        file ->
            Stream.<Ending>concat(file.outcomes().stream(), file.failures().stream())
                .filter(ending -> ending.name().startsWith(prefix))
                .collect(groupingBy(BenchmarkResults::row, LinkedHashMap::new, toList()))
                .forEach(newest::put));
    return newest.values().stream()
        .flatMap(List::stream)
        .filter(way::isInstance)
        .map(way::cast)
        .toList();
  }

  private static List<String> row(Ending ending) {
    return List.of(ending.name(), ending.peer());
  }

  /** The same results, of which single figures have that label. Footprints have none. */
  BenchmarkResults under(Label other) {
    return new BenchmarkResults(jmh, outcomes, other == Label.NONE ? footprints : List.of(), other);
  }

  /** The newest outcome of exactly this comparison, with the label of these results. */
  Optional<Outcome> outcome(String name, Peer peer) {
    return outcomes(name).stream()
        .filter(outcome -> outcome.name().equals(name) && outcome.peer().equals(peer.name()))
        .filter(outcome -> outcome.label() == label)
        .findFirst();
  }

  /** The newest footprint of this name, in bytes; not a number if there is none. */
  double footprint(String name) {
    return footprints.stream()
        .flatMap(file -> file.footprints().stream())
        .filter(entry -> entry.name().equals(name))
        .mapToDouble(Entry::bytes)
        .reduce((older, newer) -> newer)
        .orElse(Double.NaN);
  }
}
