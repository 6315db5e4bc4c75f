package io.isolde.checks.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page in Markdown, without its code blocks. Immutable. */
final class Page {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(#+) (.*)");

  /** The comment above an example, which says of which test it is a region. */
  private static final Pattern EXAMPLE = Pattern.compile("<!-- \\w+\\.java \\w+ -->");

  /**
   * A line of text.
   *
   * @param number from 1
   * @param generated whether a program writes it, between two comments
   */
  record Line(int number, String text, boolean generated) {}

  final Path path;
  final List<Line> lines = new ArrayList<>();

  Page(Path path) throws IOException {
    this.path = path;
    boolean isCode = false;
    boolean isGenerated = false;
    int number = 0;
    for (String text : Files.readAllLines(path)) {
      number++;
      if (text.startsWith("<!--") && !EXAMPLE.matcher(text).matches()) {
        isGenerated = !text.startsWith("<!-- end");
      }
      if (text.strip().startsWith("```")) {
        isCode = !isCode;
      } else if (!isCode) {
        lines.add(new Line(number, text, isGenerated));
      }
    }
  }

  /** Where the links lead, by line. */
  Map<Line, List<String>> links() {
    Map<Line, List<String>> links = new HashMap<>();
    for (Line line : lines) {
      links.put(line, LINK.matcher(line.text()).results().map(match -> match.group(1)).toList());
    }
    return links;
  }

  /** How many headings of the first level there are. */
  long titles() {
    return lines.stream().filter(line -> line.text().startsWith("# ")).count();
  }

  /** The anchors of the headings, as hosts of repositories make them. */
  Set<String> anchors() {
    Set<String> anchors = new HashSet<>();
    for (Line line : lines) {
      Matcher heading = HEADING.matcher(line.text());
      if (heading.matches()) {
        anchors.add(anchor(heading.group(2)));
      }
    }
    return anchors;
  }

  private static String anchor(String heading) {
    String text = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
    return text.replaceAll("[^\\p{L}\\p{N} _-]", "").strip().replace(' ', '-');
  }
}
