package io.isolde.benchmarks;

import io.isolde.benchmarks.harness.command.ReportCommand;
import io.isolde.benchmarks.harness.report.Section;
import io.isolde.benchmarks.report.Tables;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Makes the tables of pages from the results of JMH, {@link Interleaved} and {@link Footprint}.
 *
 * <p>{@code mvn -q -pl benchmarks/jmh -am compile exec:exec -Djmh.main=io.isolde.benchmarks.Report
 * -Djmh.args="docs/benchmarks.md docs/benchmarks/raw"} reads every JSON file of the directory and
 * rewrites the page between its markers.
 */
@Command(name = "Report")
public final class Report extends ReportCommand {
  private Report() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new Report()).execute(args));
  }

  @Override
  protected Map<String, Section> sections(Path raw) throws IOException {
    return Tables.of(raw);
  }
}
