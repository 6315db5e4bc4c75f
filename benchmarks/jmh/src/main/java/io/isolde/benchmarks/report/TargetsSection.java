package io.isolde.benchmarks.report;

import java.util.OptionalDouble;

/** All targets, and whether they were met. */
final class TargetsSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table = new Table("scenario", "target", "measured", "verdict");
    for (Target target : Targets.ALL) {
      OptionalDouble measured = target.figure().apply(results);
      table.row(
          target.scenario(),
          target.wanted(),
          measured.isPresent() ? Table.number(measured.getAsDouble()) : "",
          measured.isPresent() ? target.verdict(measured.getAsDouble()) : "not measured");
    }
    return table.toString();
  }
}
