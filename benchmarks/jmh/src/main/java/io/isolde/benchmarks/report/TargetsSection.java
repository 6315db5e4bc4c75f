package io.isolde.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The targets of the engine, of the collections, of the stores, of the agents, or all, and whether
 * they were met.
 */
final class TargetsSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table = new Table("scenario", "target", "measured", "verdict");
    for (Target target : targets(subject)) {
      OptionalDouble measured = target.figure().apply(results);
      table.row(
          target.scenario(),
          target.wanted(),
          measured.isPresent() ? Table.number(measured.getAsDouble()) : "",
          measured.isPresent() ? target.verdict(measured.getAsDouble()) : "not measured");
    }
    return table.toString();
  }

  private static List<Target> targets(String subject) {
    return switch (subject) {
      case "engine" -> Targets.ENGINE;
      case "collections" -> Targets.COLLECTIONS;
      case "stores" -> Targets.STORES;
      case "agents" -> Targets.AGENTS;
      case "" ->
          Stream.of(Targets.ENGINE, Targets.COLLECTIONS, Targets.STORES, Targets.AGENTS)
              .flatMap(List::stream)
              .toList();
      default -> throw new IllegalArgumentException("no targets of: " + subject);
    };
  }
}
