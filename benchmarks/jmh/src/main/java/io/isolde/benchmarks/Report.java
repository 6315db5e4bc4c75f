package io.isolde.benchmarks;

import io.isolde.benchmarks.report.Page;
import io.isolde.benchmarks.report.RawResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes the tables of a page from raw results.
 *
 * <p>{@code mvn -q -pl benchmarks/jmh -am compile exec:exec -Djmh.main=io.isolde.benchmarks.Report
 * -Djmh.args="docs/benchmarks.md docs/benchmarks/raw"} reads every JSON file of the directory, be
 * it JMH's, {@link Interleaved}'s or {@link Footprint}'s, and rewrites the page between its
 * markers. {@link Page} describes the markers.
 */
public final class Report {
  private Report() {}

  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("arguments: the page to rewrite, and the directory with the raw results");
      System.exit(2);
    }
    Path page = Path.of(args[0]);
    RawResults results = RawResults.read(Path.of(args[1]));
    Files.writeString(page, Page.rewritten(Files.readString(page), results));
  }
}
