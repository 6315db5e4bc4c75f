package io.isolde.benchmarks.report;

import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The kinds of tables that pages about benchmarks have. */
public final class Tables {
  private Tables() {}

  /** All kinds, by name, made from the JSON files of a directory. */
  public static Map<String, Section> of(Path raw) throws IOException {
    BenchmarkResults results = BenchmarkResults.read(raw);
    return Map.of(
        "targets", subject -> Target.table(Targets.of(subject), results::under),
        "rounds", new RoundsSection(results),
        "jmh", new JmhSection(results),
        "footprint", new FootprintSection(results),
        "machine", new MachineSection(results));
  }

  /** The name of a peer in tables. */
  static String peer(String name) {
    return name.equals("ISOLDE") ? "**Isolde**" : name.toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
