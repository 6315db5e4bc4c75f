package io.isolde.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.benchmarks.harness.report.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of the project show what its raw results say. */
class PagesTest {
  private static final Path DOCS = Path.of("../../docs");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "benchmarks.md",
        "collections.md",
        "store.md",
        "agents.md",
        "internals/targets.md"
      })
  void page_madeAnew_isAsBefore(String name) throws IOException {
    String page = Files.readString(DOCS.resolve(name));

    assertThat(Page.rewritten(page, Tables.of(DOCS.resolve("benchmarks/raw")))).isEqualTo(page);
  }
}
