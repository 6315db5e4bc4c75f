package io.isolde.benchmarks.harness.report;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the generated parts of a page stand between. Immutable.
 *
 * @param pattern finds the next part; its groups are {@code start}, {@code kind}, {@code subject}
 *     and {@code end}
 */
public record Markers(Pattern pattern) {
  /**
   * Markers that match two regular expressions.
   *
   * @param start with the groups {@code kind} and {@code subject}
   */
  public static Markers between(String start, String end) {
    return new Markers(
        Pattern.compile("(?<start>" + start + ").*?(?<end>" + end + ")", Pattern.DOTALL));
  }

  /**
   * The page with new parts.
   *
   * @param sections makes the parts of each kind
   * @throws IllegalArgumentException if the page has a kind of part that is not among them
   */
  public String rewritten(String page, Map<String, Section> sections) {
    Matcher matcher = pattern.matcher(page);
    StringBuilder rewritten = new StringBuilder();
    while (matcher.find()) {
      Section section = sections.get(matcher.group("kind"));
      if (section == null) {
        throw new IllegalArgumentException("no kind of section: " + matcher.group("kind"));
      }
      String part = section.render(matcher.group("subject"));
      matcher.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(matcher.group("start") + part + matcher.group("end")));
    }
    return matcher.appendTail(rewritten).toString();
  }
}
