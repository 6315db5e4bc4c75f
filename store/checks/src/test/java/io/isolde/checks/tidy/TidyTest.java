package io.isolde.checks.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages and sources of the project are in order. */
class TidyTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Repository PROJECT = new Repository(ROOT);

  /**
   * Something to look for, and a file that has it.
   *
   * @param name of the rule
   * @param look what finds it
   * @param file the path of the file
   * @param text what is in the file
   */
  record Rule(String name, Function<Repository, List<String>> look, String file, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Rule> rules() {
    return Stream.of(
        new Rule("wide page", Repository::widePages, "docs/a.md", "x".repeat(121)),
        new Rule(
            "wide page after an example", Repository::widePages, "docs/a.md", wideAfterExample()),
        new Rule("wide comment", Repository::wideComments, "src/A.java", "  // " + "x".repeat(100)),
        new Rule("two titles", Repository::titles, "docs/a.md", "# A\n\n# B\n"),
        new Rule("dead link", Repository::deadLinks, "docs/a.md", "[b](b.md)"),
        new Rule("dead anchor", Repository::deadLinks, "docs/a.md", "# A\n[b](a.md#b-c)\n"),
        new Rule("unfinished", Repository::unfinished, "src/A.java", "// TO" + "DO: more\n"),
        new Rule("missing test", Repository::missingTests, "docs/a.md", "`NoSuchTest`"),
        new Rule("orphan", Repository::orphans, "docs/a.md", "# A\n"),
        new Rule("unlisted page", Repository::unlisted, "docs/a.md", "# A\n"));
  }

  private static String wideAfterExample() {
    return "<!-- ATest.java a -->\n```java\n```\n" + "x".repeat(121);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void project_byEachRule_isInOrder(Rule rule) {
    assertThat(rule.look().apply(PROJECT)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void violation_planted_isFound(Rule rule, @TempDir Path folder) throws IOException {
    Path file = folder.resolve(rule.file());
    Files.createDirectories(file.getParent());
    Files.writeString(file, rule.text());

    assertThat(rule.look().apply(new Repository(folder))).hasSize(1);
  }

  /** A report for readers: how much is said about the code beside it. */
  @Test
  void comments_ofLibraries_areReported() {
    for (String module :
        List.of("stm-core/src/main", "store/core/src/main", "store/agent/src/main")) {
      long percent = PROJECT.commentPercent(module);
      System.out.println(module + ": " + percent + " % of the lines are comments");
      assertThat(percent).isBetween(10L, 60L);
    }
  }
}
