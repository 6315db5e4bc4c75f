package io.isolde.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final Results RESULTS = Rows.results(Rows.right("lock:", 100));

  @TempDir private Path folder;

  private static String written() throws IOException {
    StringWriter text = new StringWriter();
    RESULTS.write(text);
    return text.toString();
  }

  private Results read(String text) throws IOException {
    return Results.read(Files.writeString(folder.resolve("results.json"), text));
  }

  @Test
  void results_written_areReadAgain() throws Exception {
    assertThat(written()).endsWith("}\n");
    assertThat(read(written())).isEqualTo(RESULTS);
  }

  @Test
  void results_withPings_areReadAgain() throws Exception {
    Results results = Rows.results(Rows.pinged(Rows.right("lock:", 100), 33, 180, 50_000));
    StringWriter text = new StringWriter();
    results.write(text);

    assertThat(text.toString())
        .contains("\"label\" : \"NEAR\"", "\"label\" : \"FAR\"", "\"label\" : \"MOVED\"");
    assertThat(read(text.toString())).isEqualTo(results);
  }

  @Test
  void results_written_sayWhereTheyWereMeasured() throws Exception {
    assertThat(written())
        .startsWith(
            """
            {
              "machine" : {
                "time" : "2026-11-22T00:00:00Z",
                "jdk" : "a JDK",
                "system" : "a system",
                "processors" : 2
              },
              "load" : {
            """);
  }

  @Test
  void results_withAFieldTooMany_areRefused() {
    assertThatThrownBy(() -> read(written().replace("\"way\"", "\"path\"")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("path");
  }
}
