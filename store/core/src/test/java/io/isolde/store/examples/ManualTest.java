package io.isolde.store.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The pages of the manual show only code that was compiled and run: each of their examples is a
 * region of a test, named in a comment above it.
 */
class ManualTest {
  private static final Path PAGES = Path.of("../../docs");
  private static final Path TESTS = Path.of("src/test/java/io/isolde/store/examples");
  private static final List<Path> FOLDERS =
      List.of(
          TESTS,
          Path.of("../testkit").resolve(TESTS),
          Path.of("../postgres/src/test/java/io/isolde/store/postgres"));
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- (\\w+)\\.java (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(strings = {"store.md", "agents.md", "durability.md", "postgres.md"})
  void examples_areRegionsOfTests(String file) throws IOException {
    String page = Files.readString(PAGES.resolve(file));
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();

    assertThat(examples).hasSameSizeAs(Pattern.compile("```java").matcher(page).results().toList());
    for (MatchResult example : examples) {
      assertThat(example.group(3)).isEqualTo(region(example.group(1), example.group(2)));
    }
  }

  private static String region(String test, String name) throws IOException {
    String source = Files.readString(file(test + ".java"));
    String marked = "// @start region=\"" + name + "\"\n(.*?)\n *// @end";
    Matcher region = Pattern.compile(marked, Pattern.DOTALL).matcher(source);
    assertThat(region.find()).as("region %s in %s", name, test).isTrue();
    return region.group(1).stripTrailing().stripIndent() + "\n";
  }

  private static Path file(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no test " + name));
  }
}
