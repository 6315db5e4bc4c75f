package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.report.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes the tables of a page from raw results. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes the tables of a page from raw results.")
final class Report implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "PAGE",
      description = "The page; what stands between its markers is made anew.")
  private Path page;

  @Parameters(
      index = "1",
      paramLabel = "DIRECTORY",
      description = "Where the raw results are, as JSON.")
  private Path directory;

  @Override
  public Integer call() throws Exception {
    Tables tables = new Tables(RawResults.read(directory));
    Files.writeString(page, Page.rewritten(Files.readString(page), tables::render));
    return 0;
  }
}
