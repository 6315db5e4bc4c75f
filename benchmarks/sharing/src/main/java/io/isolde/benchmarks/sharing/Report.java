package io.isolde.benchmarks.sharing;

import io.isolde.benchmarks.harness.report.Markers;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * A page of the documentation with the results of comparisons, and the charts that it shows. The
 * results stand between markers:
 *
 * <pre>
 *   &lt;!-- comparison: NAME --&gt;     a table, sentences and a chart of NAME.json
 *   &lt;!-- sweep: PREFIX --&gt;        one line for each result whose name starts with PREFIX
 *   … regenerated each time …
 *   &lt;!-- end --&gt;
 * </pre>
 *
 * <p>Immutable, but for the arrays.
 *
 * @param page the text of the page, in Markdown
 * @param charts the charts, as PNG files, by the path of each file
 */
public record Report(String page, Map<Path, byte[]> charts) {
  private static final Markers MARKERS =
      Markers.between(
          "<!-- (?<kind>comparison|sweep): (?<subject>[^ \\n]+) -->\\n", "<!-- end -->");

  /**
   * The page with the results of that folder between its markers.
   *
   * @param path where the page is; links are relative to it
   * @param folder where the raw results are; the charts belong beside it
   * @throws UncheckedIOException when a result is missing or cannot be read; the message names the
   *     file, and the cause tells why
   * @throws NoSuchElementException when the page asks for results of which there are none
   */
  public static Report of(String page, Path path, Path folder) {
    RawResults results = new RawResults(folder);
    Map<Path, byte[]> charts = new LinkedHashMap<>();
    String rewritten =
        MARKERS.rewritten(
            page,
            Map.of(
                "comparison", name -> comparison(name, results, path, charts),
                "sweep", prefix -> new Sweep(results.startingWith(prefix)).markdown()));
    return new Report(rewritten, charts);
  }

  private static String comparison(
      String name, RawResults all, Path page, Map<Path, byte[]> charts) {
    Results results = all.named(name);
    Path chart = all.folder().toAbsolutePath().resolveSibling(name + ".png");
    charts.put(chart, new ComparisonChart(results).png());
    Path link = page.toAbsolutePath().resolveSibling(".").normalize().relativize(chart.normalize());
    return "%s%n%s%n![%s](%s)%n"
        .formatted(Conditions.of(results), new ComparisonTable(results).markdown(), name, link);
  }
}
