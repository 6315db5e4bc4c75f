package io.isolde.benchmarks.durable;

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
  @ValueSource(strings = {"durability.md", "internals/durable-targets.md"})
  void page_madeAnew_isAsBefore(String name) throws IOException {
    String page = Files.readString(DOCS.resolve(name));
    DurableResults results = DurableResults.read(DOCS.resolve("durability/raw"));

    assertThat(Page.rewritten(page, new DurableTables(results).sections())).isEqualTo(page);
  }
}
