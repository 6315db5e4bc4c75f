package io.isolde.benchmarks.report;

import io.isolde.benchmarks.comparison.OutcomesFile;
import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;

/** Where and when results were measured, for those that record it. */
record MachineSection(BenchmarkResults results) implements Section {
  @Override
  public String render(String subject) {
    Table table = Table.of("measured", "JDK", "flags", "system", "processors", "with");
    for (OutcomesFile file : results.outcomes()) {
      String with = file.rounds() + " rounds of 2 × " + file.roundMillis() + " ms";
      row(table, file.machine(), with);
    }
    for (FootprintFile file : results.footprints()) {
      row(table, file.machine(), file.refs() + " refs, " + file.threads() + " threads");
    }
    return table.markdown();
  }

  private static void row(Table table, Machine machine, String with) {
    table.row(
        machine.time(),
        machine.jdk(),
        String.join(" ", machine.flags()),
        machine.system(),
        String.valueOf(machine.processors()),
        with);
  }
}
