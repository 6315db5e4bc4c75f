package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.harness.command.ReportCommand;
import io.isolde.benchmarks.harness.report.Section;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;

/** Makes the tables of pages from the results of the other commands. */
@Command(name = "report")
final class Report extends ReportCommand {
  @Override
  protected Map<String, Section> sections(Path raw) throws IOException {
    return new DurableTables(DurableResults.read(raw)).sections();
  }
}
