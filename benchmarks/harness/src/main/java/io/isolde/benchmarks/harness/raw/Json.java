package io.isolde.benchmarks.harness.raw;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How results are written and read: indented and, unless asked otherwise, tolerant of fields that
 * later versions add.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Writes a value to a file, in a directory that is created if necessary. */
  public static void write(Path file, Object value) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    MAPPER.writeValue(file.toFile(), value);
  }

  /** A value as text, without a line end behind it. */
  public static String text(Object value) throws IOException {
    return MAPPER.writeValueAsString(value);
  }

  /**
   * Reads a value from a file.
   *
   * @throws IOException also if the file does not have such a value
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    JsonNode tree = MAPPER.readTree(file.toFile());
    if (tree.isMissingNode()) {
      throw new IOException(file + " is empty");
    }
    return value(tree, type);
  }

  /**
   * Reads a value from a file of which nothing may be ignored.
   *
   * @throws IOException also if the file does not have such a value, or has further fields
   */
  public static <T> T readStrictly(Path file, Class<T> type) throws IOException {
    return MAPPER
        .readerFor(type)
        .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .readValue(file.toFile());
  }

  /** The value of a tree. */
  static <T> T value(JsonNode tree, Class<T> type) throws IOException {
    return MAPPER.treeToValue(tree, type);
  }
}
