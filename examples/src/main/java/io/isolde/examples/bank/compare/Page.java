package io.isolde.examples.bank.compare;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown in which results of comparisons stand between markers:
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
 * @param charts the charts that the page shows, by the path of their files
 */
record Page(String text, Map<Path, byte[]> charts) {
  private static final Pattern MARKED =
      Pattern.compile(
          "(?<start><!-- (?<kind>comparison|sweep): (?<name>[^ \\n]+) -->\\n).*?(?<end><!-- end"
              + " -->)",
          Pattern.DOTALL);

  /**
   * The page with new results.
   *
   * @param page where the page is; links are relative to it
   * @param folder where the results are
   * @throws BankException when a result is missing or cannot be read
   */
  static Page rewritten(String text, Path page, Path folder) {
    Map<Path, byte[]> charts = new LinkedHashMap<>();
    Matcher matcher = MARKED.matcher(text);
    StringBuilder rewritten = new StringBuilder();
    while (matcher.find()) {
      String name = matcher.group("name");
      String content =
          matcher.group("kind").equals("sweep")
              ? new Sweep(read(folder, name)).markdown()
              : comparison(name, page, folder, charts);
      matcher.appendReplacement(
          rewritten,
          Matcher.quoteReplacement(matcher.group("start") + content + matcher.group("end")));
    }
    return new Page(matcher.appendTail(rewritten).toString(), charts);
  }

  private static String comparison(String name, Path page, Path folder, Map<Path, byte[]> charts) {
    Results results = read(folder.resolve(name + ".json"));
    Path chart = folder.toAbsolutePath().resolveSibling(name + ".png");
    charts.put(chart, png(results));
    Path link = page.toAbsolutePath().resolveSibling(".").normalize().relativize(chart.normalize());
    return "%s%n%s%n![%s](%s)%n"
        .formatted(Conditions.of(results), new ComparisonTable(results).markdown(), name, link);
  }

  private static byte[] png(Results results) {
    try {
      return new ComparisonChart(results).png();
    } catch (IOException e) {
      throw BankException.output("the chart cannot be drawn: " + Texts.reason(e));
    }
  }

  /** All results whose names start with the prefix. */
  private static List<Results> read(Path folder, String prefix) {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
          .filter(file -> file.toString().endsWith(".json"))
          .forEach(files::add);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    if (files.isEmpty()) {
      throw BankException.input("%s has no file %s*.json".formatted(folder, prefix));
    }
    return files.stream().map(Page::read).toList();
  }

  private static Results read(Path file) {
    try {
      return Results.read(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static BankException unreadable(Path path, IOException cause) {
    return BankException.input("%s cannot be read: %s".formatted(path, Texts.reason(cause)));
  }
}
