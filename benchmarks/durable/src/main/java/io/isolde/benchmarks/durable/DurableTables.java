package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;
import io.isolde.benchmarks.harness.report.Target;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import java.util.Map;
import java.util.Optional;

/** The kinds of tables that pages about durability have. Immutable. */
record DurableTables(DurableResults results) {
  /** All kinds, by name. Subjects are files, without {@code .json}, where there is a choice. */
  Map<String, Section> sections() {
    return Map.of(
        "machine", subject -> machines(),
        "targets", subject -> Target.table(DurableTargets.ALL, results::under),
        "commits", this::commits,
        "cpu", this::cpu,
        "pauses", this::pauses,
        "opening", file -> results.opening(file).map(OpeningTable::of).orElse(""),
        "large", file -> results.large(file).map(LargeTable::of).orElse(""));
  }

  private String machines() {
    Table table = Table.of("measured", "command", "JDK", "system", "processors");
    results.rounds().values().forEach(file -> machine(table, file.machine(), file.command()));
    results.openings().values().forEach(file -> machine(table, file.machine(), file.command()));
    results.large().values().forEach(file -> machine(table, file.machine(), file.command()));
    return table.markdown();
  }

  private static void machine(Table table, Machine machine, String command) {
    table.row(
        machine.time(),
        "`" + command + "`",
        machine.jdk(),
        machine.system(),
        String.valueOf(machine.processors()));
  }

  private String commits(String file) {
    Table table =
        Table.of(
            "committers",
            "store",
            "commits/s",
            "`file:` is faster by",
            "forces per commit",
            "half within",
            "99 % within",
            "longest",
            "sum");
    for (Series series : results.series(file)) {
      for (Label label : series.labels()) {
        table.row(
            series.threads() + (series.virtual() ? " virtual" : ""),
            store(series) + label.suffix(),
            Figures.range(series.figure(label, Sample::rate)),
            advantage(file, series, label),
            Figures.known(series.figure(label, Sample::eventsPerOperation).median()),
            Figures.duration(series.figure(label, Sample::p50Nanos).median()),
            Figures.duration(series.figure(label, Sample::p99Nanos).median()),
            longest(series, label),
            sum(series));
      }
    }
    return table.markdown();
  }

  private static String store(Series series) {
    String name = series.name();
    return name.equals(Commits.ONE_FORCE) ? name : Peer.valueOf(name).toString();
  }

  /** How many times as fast as another store ours is, with as many committers. */
  private String advantage(String file, Series series, Label label) {
    return results
        .series(file, Peer.FILE.name(), series.threads())
        .filter(ours -> !ours.name().equals(series.name()))
        .map(ours -> Figures.known(ours.ratio(label, Sample::rate, series).median()))
        .orElse("");
  }

  private String cpu(String file) {
    Table table = Table.of("what", "CPU ns per transfer", "÷ in memory", "transfers/s", "sum");
    Optional<Series> memory = results.series(file, CpuCost.IN_MEMORY, 1);
    for (Series series : results.series(file)) {
      for (Label label : series.labels()) {
        table.row(
            series.name() + label.suffix(),
            Figures.range(series.figure(label, Sample::cpuNanosPerOperation)),
            memory
                .map(other -> series.ratio(label, Sample::cpuNanosPerOperation, other).median())
                .map(Figures::known)
                .orElse(""),
            Figures.grouped(series.figure(label, Sample::rate).median()),
            sum(series));
      }
    }
    return table.markdown();
  }

  private String pauses(String file) {
    Table table =
        Table.of(
            "committers",
            "beside",
            "transfers/s",
            "kept",
            "CPU µs per transfer",
            "processors taken",
            "one pass takes",
            "99.9 % within",
            "longest",
            "sums");
    for (Series series : results.series(file)) {
      String mode = series.name().substring(0, series.name().indexOf(' '));
      Optional<Series> alone = results.series(file, mode + " alone", series.threads());
      for (Label label : series.labels()) {
        table.row(
            series.threads() + " " + mode,
            series.name().substring(mode.length() + 1) + label.suffix(),
            Figures.range(series.figure(label, Sample::rate)),
            alone
                .map(other -> Figures.known(series.ratio(label, Sample::rate, other).median()))
                .orElse(""),
            Figures.grouped(series.figure(label, Sample::cpuNanosPerOperation).median() / 1e3),
            Figures.grouped(series.figure(label, Sample::backgroundProcessors).median()),
            pass(series, label),
            Figures.duration(series.figure(label, Sample::p999Nanos).median()),
            longest(series, label),
            sum(series));
      }
    }
    return table.markdown();
  }

  private static String pass(Series series, Label label) {
    double nanos = series.figure(label, sample -> sample.background().passNanos()).median();
    return nanos == 0 ? "" : Figures.duration(nanos);
  }

  /** The longest step of all rounds with that label. */
  static String longest(Series series, Label label) {
    return Figures.duration(
        series.rounds(label).stream().mapToDouble(Sample::maxNanos).max().orElse(0));
  }

  private static String sum(Series series) {
    boolean hasMoney =
        !series.name().equals(Commits.ONE_FORCE) && !series.name().equals(CpuCost.ENCODING);
    return hasMoney ? Figures.checked(series.right()) : "";
  }
}
