package io.isolde.stm.examples;

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
 * The pages about transactions show only code that was compiled and run: each of their examples is
 * a region of a test, named in a comment above it.
 */
class ManualTest {
  private static final Path PROJECT = Path.of("..");
  private static final Path TESTS = Path.of("src/test/java/io/isolde/stm/examples");
  private static final Pattern EXAMPLE =
      Pattern.compile("<!-- (\\w+)\\.java (\\w+) -->\n```java\n(.*?)```\n", Pattern.DOTALL);

  @ParameterizedTest
  @ValueSource(
      strings = {"README.md", "docs/start.md", "docs/transactions.md", "docs/collections.md"})
  void examples_areRegionsOfTests(String file) throws IOException {
    String page = Files.readString(PROJECT.resolve(file));
    List<MatchResult> examples = EXAMPLE.matcher(page).results().toList();

    assertThat(examples).hasSameSizeAs(Pattern.compile("```java").matcher(page).results().toList());
    for (MatchResult example : examples) {
      assertThat(example.group(3)).isEqualTo(region(example.group(1), example.group(2)));
    }
  }

  private static String region(String test, String name) throws IOException {
    String source = Files.readString(TESTS.resolve(test + ".java"));
    String marked = "// @start region=\"" + name + "\"\n(.*?)\n *// @end";
    Matcher region = Pattern.compile(marked, Pattern.DOTALL).matcher(source);
    assertThat(region.find()).as("region %s in %s", name, test).isTrue();
    return region.group(1).stripTrailing().stripIndent() + "\n";
  }
}
