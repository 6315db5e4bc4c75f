package io.isolde.checks.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the project, and what is wrong with them: each method returns findings, which name
 * file and line. Immutable.
 */
final class Repository {
  private static final int MARKDOWN_COLUMNS_MAX = 120;
  private static final int COMMENT_COLUMNS_MAX = 100;
  private static final Pattern UNFINISHED = Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)(?:[.#](\\w+))?`");
  private static final Pattern COMMENT = Pattern.compile("\\s*(?:/\\*|\\*|//).*");

  private final Path root;
  private final List<Path> files;

  Repository(Path root) {
    this.root = root;
    this.files = files(root);
  }

  /** Neither what a build makes, nor what is hidden, except the description of what CI runs. */
  private static List<Path> files(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> isKept(root.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isKept(Path file) {
    for (Path part : file) {
      String name = part.toString();
      if (name.equals("target") || (name.startsWith(".") && !name.equals(".ci"))) {
        return false;
      }
    }
    return true;
  }

  private Stream<Path> named(String ending) {
    return files.stream().filter(file -> file.toString().endsWith(ending));
  }

  private List<Page> pages() {
    return named(".md").map(Repository::page).toList();
  }

  private static Page page(Path file) {
    try {
      return new Page(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String finding(Path file, int line, String what) {
    return root.relativize(file) + ":" + line + ": " + what;
  }

  /** Lines of pages that are too wide, and neither generated nor a row of a table nor a link. */
  List<String> widePages() {
    List<String> findings = new ArrayList<>();
    for (Page page : pages()) {
      for (Page.Line line : page.lines) {
        boolean mayBeWide =
            line.generated() || line.text().startsWith("|") || line.text().contains("](");
        if (!mayBeWide && line.text().length() > MARKDOWN_COLUMNS_MAX) {
          findings.add(finding(page.path, line.number(), "wider than 120 columns"));
        }
      }
    }
    return findings;
  }

  /** Lines of comments that are too wide, and no address. */
  List<String> wideComments() {
    List<String> findings = new ArrayList<>();
    named(".java")
        .forEach(
            file -> {
              List<String> lines = lines(file);
              for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.length() > COMMENT_COLUMNS_MAX
                    && COMMENT.matcher(line).matches()
                    && !line.contains("://")) {
                  findings.add(finding(file, i + 1, "a comment wider than 100 columns"));
                }
              }
            });
    return findings;
  }

  /** Pages that do not have one title. */
  List<String> titles() {
    return pages().stream()
        .filter(page -> page.titles() != 1)
        .map(page -> finding(page.path, 1, page.titles() + " titles"))
        .toList();
  }

  /** Links to files or headings that do not exist. */
  List<String> deadLinks() {
    List<String> findings = new ArrayList<>();
    for (Page page : pages()) {
      for (Map.Entry<Page.Line, List<String>> links : page.links().entrySet()) {
        for (String link : links.getValue()) {
          if (!link.contains("://") && !leadsSomewhere(page, link)) {
            findings.add(finding(page.path, links.getKey().number(), "dead link " + link));
          }
        }
      }
    }
    return findings;
  }

  private static boolean leadsSomewhere(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page.path : page.path.resolveSibling(parts[0]).normalize();
    return Files.exists(target) && (parts.length == 1 || page(target).anchors().contains(parts[1]));
  }

  /** What was left for later. */
  List<String> unfinished() {
    List<String> findings = new ArrayList<>();
    Stream.of(".java", ".md", ".xml", ".c", ".ci/run")
        .flatMap(this::named)
        .filter(file -> !file.getFileName().toString().equals("Repository.java"))
        .forEach(
            file -> {
              List<String> lines = lines(file);
              for (int i = 0; i < lines.size(); i++) {
                if (UNFINISHED.matcher(lines.get(i)).find()) {
                  findings.add(finding(file, i + 1, "unfinished"));
                }
              }
            });
    return findings;
  }

  /** Tests that a page names and that do not exist. */
  List<String> missingTests() {
    List<String> findings = new ArrayList<>();
    for (Page page : pages()) {
      for (Page.Line line : page.lines) {
        Matcher test = TEST.matcher(line.text());
        while (test.find()) {
          if (!isThere(test.group(1), test.group(2))) {
            findings.add(finding(page.path, line.number(), "no test " + test.group()));
          }
        }
      }
    }
    return findings;
  }

  private boolean isThere(String type, String method) {
    return named("/" + type + ".java")
        .anyMatch(
            file ->
                method == null
                    || lines(file).stream().anyMatch(line -> line.contains(" " + method + "(")));
  }

  /** Pages and pictures below {@code docs} that no page links to. */
  List<String> orphans() {
    Set<Path> linked = linked(pages());
    return files.stream()
        .filter(file -> file.startsWith(root.resolve("docs")))
        .filter(file -> file.toString().matches(".*\\.(?:md|svg|png)"))
        .filter(file -> !linked.contains(file))
        .map(file -> finding(file, 1, "no page links to it"))
        .toList();
  }

  /** Pages of the manual that its index does not list. Decisions have an index of their own. */
  List<String> unlisted() {
    Path index = root.resolve("docs/README.md");
    Set<Path> listed = linked(pages().stream().filter(page -> page.path.equals(index)).toList());
    return named(".md")
        .filter(file -> file.startsWith(root.resolve("docs")) && !file.equals(index))
        .filter(file -> !file.getParent().endsWith("decisions"))
        .filter(file -> !listed.contains(file))
        .map(file -> finding(file, 1, "docs/README.md does not list it"))
        .toList();
  }

  private static Set<Path> linked(List<Page> pages) {
    Set<Path> linked = new HashSet<>();
    for (Page page : pages) {
      for (List<String> links : page.links().values()) {
        for (String link : links) {
          linked.add(page.path.resolveSibling(link.replaceAll("#.*", "")).normalize());
        }
      }
    }
    return linked;
  }

  /** How much of the Java sources below a folder is comment, in per cent of the lines. */
  long commentPercent(String folder) {
    List<String> lines =
        named(".java")
            .filter(file -> file.startsWith(root.resolve(folder)))
            .flatMap(file -> lines(file).stream())
            .filter(line -> !line.isBlank())
            .toList();
    long comments = lines.stream().filter(line -> COMMENT.matcher(line).matches()).count();
    return lines.isEmpty() ? 0 : 100 * comments / lines.size();
  }
}
