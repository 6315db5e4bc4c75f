package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.OpeningFile.Opened;
import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import io.isolde.benchmarks.report.Table;
import io.isolde.benchmarks.rounds.Machine;
import io.isolde.benchmarks.rounds.Summary.Quartiles;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of the page about durability. Immutable. */
final class Tables {
  private final RawResults results;

  Tables(RawResults results) {
    this.results = results;
  }

  /**
   * A table in Markdown.
   *
   * @param kind {@code machine}, {@code targets}, {@code commits}, {@code cpu}, {@code pauses},
   *     {@code opening} or {@code large}
   * @param file where the results are, without {@code .json}; not needed by the first two
   */
  String render(String kind, String file) {
    return switch (kind) {
      case "machine" -> machines();
      case "targets" -> targets();
      case "commits" -> commits(file);
      case "cpu" -> cpu(file);
      case "pauses" -> pauses(file);
      case "opening" -> opening(file);
      case "large" -> results.large(file).map(LargeTable::of).orElse("");
      default -> throw new IllegalArgumentException("no kind of table: " + kind);
    };
  }

  private String machines() {
    Table table = new Table("measured", "command", "JDK", "system", "processors");
    results.rounds().values().forEach(file -> machine(table, file.machine(), file.command()));
    results.openings().values().forEach(file -> machine(table, file.machine(), file.command()));
    results.large().values().forEach(file -> machine(table, file.machine(), file.command()));
    return table.toString();
  }

  private static void machine(Table table, Machine machine, String command) {
    table.row(
        machine.time(),
        "`" + command + "`",
        machine.jdk(),
        machine.os(),
        String.valueOf(machine.processors()));
  }

  private String targets() {
    Table table = new Table("what", "target", "measured", "verdict");
    for (Target target : Targets.ALL) {
      double measured = target.figure().applyAsDouble(results);
      table.row(target.what(), target.wanted(), number(measured), target.verdict(measured));
    }
    return table.toString();
  }

  private String commits(String file) {
    Table table =
        new Table(
            "committers",
            "store",
            "commits/s",
            "`file:` is faster by",
            "forces per commit",
            "half within",
            "99 % within",
            "longest",
            "sum");
    for (LegResult leg : results.legs(file)) {
      Optional<LegResult> ours = results.leg(file, Peer.FILE.name(), leg.threads());
      table.row(
          leg.threads() + (leg.virtual() ? " virtual" : ""),
          store(leg.name()),
          range(leg.figure(Shift::rate)),
          ours.filter(our -> !our.name().equals(leg.name()))
              .map(our -> number(our.ratio(Shift::rate, leg).median()))
              .orElse(""),
          known(leg.figure(Shift::forcesPerOperation).median()),
          duration(leg.figure(Shift::p50Nanos).median()),
          duration(leg.figure(Shift::p99Nanos).median()),
          longest(leg),
          sum(leg));
    }
    return table.toString();
  }

  private static String store(String leg) {
    return leg.equals(Commits.ONE_FORCE) ? leg : Peer.valueOf(leg).toString();
  }

  private static String sum(LegResult leg) {
    if (leg.name().equals(Commits.ONE_FORCE) || leg.name().equals(CpuCost.ENCODING)) {
      return ""; // no money is involved
    }
    return leg.right() ? "right" : "**wrong**";
  }

  private String cpu(String file) {
    Table table = new Table("what", "CPU ns per transfer", "÷ in memory", "transfers/s", "sum");
    Optional<LegResult> memory = results.leg(file, CpuCost.IN_MEMORY, 1);
    for (LegResult leg : results.legs(file)) {
      table.row(
          leg.name(),
          range(leg.figure(Shift::cpuNanosPerOperation)),
          memory
              .map(other -> number(leg.ratio(Shift::cpuNanosPerOperation, other).median()))
              .orElse(""),
          number(leg.figure(Shift::rate).median()),
          sum(leg));
    }
    return table.toString();
  }

  private String pauses(String file) {
    Table table =
        new Table(
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
    for (LegResult leg : results.legs(file)) {
      String mode = leg.name().substring(0, leg.name().indexOf(' '));
      Optional<LegResult> alone = results.leg(file, mode + " alone", leg.threads());
      table.row(
          leg.threads() + " " + mode,
          leg.name().substring(mode.length() + 1),
          range(leg.figure(Shift::rate)),
          alone.map(other -> number(leg.ratio(Shift::rate, other).median())).orElse(""),
          number(leg.figure(Shift::cpuNanosPerOperation).median() / 1e3),
          number(leg.figure(Shift::besideProcessors).median()),
          pass(leg),
          duration(leg.figure(Shift::p999Nanos).median()),
          longest(leg),
          sum(leg));
    }
    return table.toString();
  }

  private static String pass(LegResult leg) {
    double nanos = leg.figure(shift -> shift.beside().passNanos()).median();
    return nanos == 0 ? "" : duration(nanos);
  }

  private String opening(String file) {
    Table table =
        new Table("from", "JVM", "store opened in", "map opened in", "records replayed/s", "sum");
    results
        .opening(file)
        .ifPresent(
            opening -> {
              openings(table, "checkpoint", opening.fromCheckpoint());
              openings(table, "journal", opening.fromJournal());
            });
    return table.toString();
  }

  private static void openings(Table table, String from, List<Opened> opened) {
    String what = from + " of " + what(from, opened.getFirst());
    opening(table, what, "fresh", opened.subList(0, 1));
    opening(table, what, "warm", opened.subList(1, opened.size()));
  }

  private static String what(String from, Opened opened) {
    return from.equals("journal")
        ? number((double) opened.journalRecords()) + " records"
        : number(opened.accounts()) + " entries";
  }

  private static void opening(Table table, String what, String jvm, List<Opened> opened) {
    double records = RawResults.median(opened.stream().map(Targets::recordsPerSecond).toList());
    table.row(
        what,
        jvm,
        seconds(opened.stream().map(one -> one.storeNanos() / 1e9).toList()),
        seconds(opened.stream().map(one -> one.mapNanos() / 1e9).toList()),
        records == 0 ? "" : number(records),
        opened.stream().allMatch(Opened::right) ? "right" : "**wrong**");
  }

  private static String seconds(List<Double> values) {
    return String.format(Locale.ROOT, "%.2f s", RawResults.median(values));
  }

  static String range(Quartiles figure) {
    return number(figure.median())
        + " ("
        + number(figure.lower())
        + "–"
        + number(figure.upper())
        + ")";
  }

  private static String duration(double nanos) {
    return nanos < 1e6 ? number(nanos / 1e3) + " µs" : number(nanos / 1e6) + " ms";
  }

  /** The longest step of all rounds. */
  static String longest(LegResult leg) {
    return duration(leg.rounds().stream().mapToDouble(Shift::maxNanos).max().orElse(0));
  }

  private static String known(double value) {
    return Double.isNaN(value) ? "" : number(value);
  }

  /** As {@link Table#number}, but with commas between thousands from 1000 upwards. */
  static String number(double value) {
    return Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%,d", Math.round(value))
        : Table.number(value);
  }
}
