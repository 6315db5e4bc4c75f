package io.isolde.benchmarks.sharing;

import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page in Markdown, in which results of comparisons are between markers:
 *
 * <pre>
 *   &lt;!-- comparison: NAME --&gt;     a table, sentences and a chart of NAME.json
 *   &lt;!-- sweep: PREFIX --&gt;        one line for each result whose name starts with PREFIX
 *   … regenerated each time …
 *   &lt;!-- end --&gt;
 * </pre>
 */
final class Page {
  private static final Pattern MARKED =
      Pattern.compile(
          "(?<start><!-- (?<kind>comparison|sweep): (?<name>[^ \\n]+) -->\\n).*?(?<end><!-- end"
              + " -->)",
          Pattern.DOTALL);

  private Page() {}

  /**
   * The page with new results.
   *
   * @param content makes what is between the markers, of a kind and a name
   */
  static String rewritten(String page, BinaryOperator<String> content) {
    Matcher matcher = MARKED.matcher(page);
    StringBuilder rewritten = new StringBuilder();
    while (matcher.find()) {
      String results = content.apply(matcher.group("kind"), matcher.group("name"));
      matcher.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(matcher.group("start") + results + matcher.group("end")));
    }
    return matcher.appendTail(rewritten).toString();
  }
}
