package io.isolde.benchmarks.report;

import io.isolde.benchmarks.footprint.FootprintFile;
import io.isolde.benchmarks.footprint.Footprints.Entry;

/** Bytes of everything whose name starts with the subject. */
final class FootprintSection implements Section {
  @Override
  public String render(RawResults results, String subject) {
    Table table = new Table("what", "bytes");
    for (FootprintFile file : results.footprints()) {
      for (Entry entry : file.footprints()) {
        if (entry.name().startsWith(subject)) {
          table.row(entry.name(), Table.number(entry.bytes()));
        }
      }
    }
    return table.toString();
  }
}
