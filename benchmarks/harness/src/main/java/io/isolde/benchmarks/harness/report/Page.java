package io.isolde.benchmarks.harness.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final Pattern MARKED =
      Pattern.compile(
          "(?<start><!-- table: (?<kind>\\w+) ?(?<subject>[^\\n]*?) -->\\n)"
              + ".*?(?<end><!-- end of table -->)",
          Pattern.DOTALL);

  private Page() {}

  /**
   * The page with new tables.
   *
   * @param sections makes the tables of each kind
   * @throws IllegalArgumentException if the page has a kind of table that is not among them
   */
  public static String rewritten(String page, Map<String, Section> sections) {
    Matcher matcher = MARKED.matcher(page);
    StringBuilder rewritten = new StringBuilder();
    while (matcher.find()) {
      Section section = sections.get(matcher.group("kind"));
      if (section == null) {
        throw new IllegalArgumentException("no kind of table: " + matcher.group("kind"));
      }
      String table = section.render(matcher.group("subject"));
      matcher.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(matcher.group("start") + table + matcher.group("end")));
    }
    return matcher.appendTail(rewritten).toString();
  }
}
