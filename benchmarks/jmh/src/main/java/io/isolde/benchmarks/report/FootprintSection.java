package io.isolde.benchmarks.report;

import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.footprint.Footprints.Entry;
import io.isolde.benchmarks.harness.report.Figures;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.harness.report.Table;

/** Bytes of everything whose name starts with the subject. */
record FootprintSection(BenchmarkResults results) implements Section {
  @Override
  public String render(String subject) {
    Table table = Table.of("what", "bytes");
    for (FootprintFile file : results.footprints()) {
      for (Entry entry : file.footprints()) {
        if (entry.name().startsWith(subject)) {
          table.row(entry.name(), Figures.number(entry.bytes()));
        }
      }
    }
    return table.markdown();
  }
}
