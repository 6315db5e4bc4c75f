package io.isolde.benchmarks.harness.report;

import java.util.Map;

/**
 * A page in Markdown, in which tables stand between markers:
 *
 * <pre>
 *   &lt;!-- table: rounds TwoRefTransfer --&gt;
 *   … regenerated each time …
 *   &lt;!-- end of table --&gt;
 * </pre>
 *
 * <p>The first word after the colon is the kind of table; the rest is its subject.
 */
public final class Page {
  private static final Markers TABLES =
      Markers.between(
          "<!-- table: (?<kind>\\w+) ?(?<subject>[^\\n]*?) -->\\n", "<!-- end of table -->");

  private Page() {}

  /**
   * The page with new tables.
   *
   * @param sections makes the tables of each kind
   * @throws IllegalArgumentException if the page has a kind of table that is not among them
   */
  public static String rewritten(String page, Map<String, Section> sections) {
    return TABLES.rewritten(page, sections);
  }
}
