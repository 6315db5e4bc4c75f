package io.isolde.benchmarks.report;

import java.util.Map;
import java.util.function.BinaryOperator;
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
 * <p>The first word after the colon is the kind of table ({@code targets}, {@code rounds}, {@code
 * jmh}, {@code footprint}, {@code machine}); the rest is its subject, for example {@code targets
 * collections}.
 */
public final class Page {
  private static final Map<String, Section> SECTIONS =
      Map.of(
          "targets", new TargetsSection(),
          "rounds", new RoundsSection(),
          "jmh", new JmhSection(),
          "footprint", new FootprintSection(),
          "machine", new MachineSection());

  private static final Pattern MARKED =
      Pattern.compile(
          "(?<start><!-- table: (?<kind>\\w+) ?(?<subject>[^\\n]*?) -->\\n)"
              + ".*?(?<end><!-- end of table -->)",
          Pattern.DOTALL);

  private Page() {}

  /** The page with new tables. */
  public static String rewritten(String page, RawResults results) {
    return rewritten(page, (kind, subject) -> section(kind).render(results, subject));
  }

  private static Section section(String kind) {
    Section section = SECTIONS.get(kind);
    if (section == null) {
      throw new IllegalArgumentException("no kind of table: " + kind);
    }
    return section;
  }

  /**
   * The page with new tables.
   *
   * @param tables makes a table of a kind and a subject
   */
  public static String rewritten(String page, BinaryOperator<String> tables) {
    Matcher matcher = MARKED.matcher(page);
    StringBuilder rewritten = new StringBuilder();
    while (matcher.find()) {
      String table = tables.apply(matcher.group("kind"), matcher.group("subject"));
      matcher.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(matcher.group("start") + table + matcher.group("end")));
    }
    return matcher.appendTail(rewritten).toString();
  }
}
