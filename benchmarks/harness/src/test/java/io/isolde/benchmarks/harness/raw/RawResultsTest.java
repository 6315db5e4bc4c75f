package io.isolde.benchmarks.harness.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.isolde.benchmarks.harness.raw.RawResults.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawResultsTest {
  private static final Kind<Speed> SPEED = Kind.of(Speed.class, "perSecond");
  private static final Kind<JsonNode> LIST = new Kind<>(JsonNode.class, JsonNode::isArray);

  @TempDir Path directory;

  record Speed(Machine machine, double perSecond) {}

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }

  @Test
  void files_areReadByKind_inTheOrderOfTheirNames() throws Exception {
    write("b.json", "{ \"perSecond\": 2, \"ofLater\": true }");
    write("a.json", "{ \"perSecond\": 1 }");
    write("list.json", "[ 1, 2 ]");
    write("notes.txt", "no results");

    RawResults results = RawResults.read(directory, SPEED, LIST);
    assertThat(results.all(SPEED)).containsOnlyKeys("a", "b");
    assertThat(results.all(SPEED).values()).extracting(Speed::perSecond).containsExactly(1.0, 2.0);
    assertThat(results.all(LIST).get("list")).hasSize(2);
  }

  @Test
  void fileOfNoKind_isAnError() throws Exception {
    write("guess.json", "{ \"guess\": 1 }");

    assertThatThrownBy(() -> RawResults.read(directory, SPEED, LIST))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("guess.json");
  }

  @Test
  void whatWasWritten_isReadAgain() throws Exception {
    Speed speed = new Speed(Machine.present(), 3.5);
    Path file = directory.resolve("new/folder/speed.json");
    Json.write(file, speed);

    assertThat(Json.read(file, Speed.class)).isEqualTo(speed);
  }

  @Test
  void fieldOfLater_isAnError_whereNothingMayBeIgnored() throws Exception {
    write("speed.json", "{ \"perSecond\": 2, \"ofLater\": true }");
    Path file = directory.resolve("speed.json");

    assertThat(Json.read(file, Speed.class).perSecond()).isEqualTo(2);
    assertThatThrownBy(() -> Json.readStrictly(file, Speed.class))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ofLater");
  }

  @Test
  void text_isWhatWouldBeWritten() throws Exception {
    Path file = directory.resolve("speed.json");
    Speed speed = new Speed(Machine.present(), 3.5);
    Json.write(file, speed);

    assertThat(file).hasContent(Json.text(speed));
    assertThat(Json.readStrictly(file, Speed.class)).isEqualTo(speed);
  }

  @Test
  void machine_ofAnOlderFile_isRead() throws Exception {
    write(
        "machine.json",
        """
        { "time": "2026-11-22T12:53:04Z", "jdk": "25", "os": "Linux", "processors": 2 }
        """);

    assertThat(Json.read(directory.resolve("machine.json"), Machine.class))
        .isEqualTo(new Machine("2026-11-22T12:53:04Z", "25", List.of(), "Linux", 2));
  }
}
