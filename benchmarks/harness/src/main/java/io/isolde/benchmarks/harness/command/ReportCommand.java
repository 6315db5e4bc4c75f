package io.isolde.benchmarks.harness.command;

import io.isolde.benchmarks.harness.report.Page;
import io.isolde.benchmarks.harness.report.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the tables of pages from raw results. {@link Page} describes the markers around them. */
@Command(
    mixinStandardHelpOptions = true,
    description = "Makes the tables of pages from raw results.")
public abstract class ReportCommand implements Callable<Integer> {
  @Parameters(
      arity = "2..*",
      paramLabel = "PATH",
      description =
          "The pages, and last the directory with the raw results. What stands between the markers"
              + " of a page is made anew.")
  private List<Path> paths;

  /** The kinds of tables that a page may have, by name. */
  protected abstract Map<String, Section> sections(Path raw) throws IOException;

  /** Rewrites a page only when all its tables could be made. */
  @Override
  public final Integer call() throws IOException {
    Map<String, Section> sections = sections(paths.getLast());
    for (Path page : paths.subList(0, paths.size() - 1)) {
      Files.writeString(page, Page.rewritten(Files.readString(page), sections));
    }
    return 0;
  }
}
