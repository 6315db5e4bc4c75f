package io.isolde.benchmarks.report;

import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.rounds.Machine;
import io.isolde.benchmarks.rounds.RoundsFile;

/** Where and when results were measured, for those that record it. */
final class MachineSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table = new Table("measured", "JDK", "flags", "system", "processors", "with");
    for (RoundsFile file : results.rounds()) {
      String with = file.rounds() + " rounds of 2 × " + file.roundMillis() + " ms";
      row(table, file.machine(), with);
    }
    for (FootprintFile file : results.footprints()) {
      row(table, file.machine(), file.refs() + " refs, " + file.threads() + " threads");
    }
    return table.toString();
  }

  private static void row(Table table, Machine machine, String with) {
    table.row(
        machine.time(),
        machine.jdk(),
        String.join(" ", machine.flags()),
        machine.os(),
        String.valueOf(machine.processors()),
        with);
  }
}
