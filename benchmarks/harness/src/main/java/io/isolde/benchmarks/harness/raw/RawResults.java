package io.isolde.benchmarks.harness.raw;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The raw results in the JSON files of a directory. Immutable. */
public final class RawResults {
  private static final String ENDING = ".json";

  /** The kind of each file, by the name of the file without {@code .json}. */
  private final Map<String, Kind<?>> kinds = new TreeMap<>();

  private final Map<String, Object> values = new HashMap<>();

  private RawResults() {}

  /**
   * A kind of file. Immutable.
   *
   * @param type what a file of this kind is read as
   * @param mark tells files of this kind from others
   */
  public record Kind<T>(Class<T> type, Predicate<JsonNode> mark) {
    /** The kind of files that have that field. */
    public static <T> Kind<T> of(Class<T> type, String field) {
      return new Kind<>(type, root -> root.has(field));
    }
  }

  /**
   * Reads a directory.
   *
   * @param kinds the kinds of files that may be there; the first one whose mark a file bears counts
   * @throws IOException also if a file is of none of these kinds
   */
  public static RawResults read(Path directory, Kind<?>... kinds) throws IOException {
    RawResults results = new RawResults();
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files = entries.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    }
    for (Path file : files) {
      results.add(file, kinds);
    }
    return results;
  }

  private void add(Path file, Kind<?>... expected) throws IOException {
    JsonNode root = Json.read(file, JsonNode.class);
    Kind<?> kind =
        Arrays.stream(expected)
            .filter(one -> one.mark().test(root))
            .findFirst()
            .orElseThrow(() -> new IOException(file + " is no result of these benchmarks"));
    String fileName = Objects.requireNonNull(file.getFileName()).toString();
    String name = fileName.substring(0, fileName.length() - ENDING.length());
    kinds.put(name, kind);
    values.put(name, Json.value(root, kind.type()));
  }

  /** The files of a kind, by their names without {@code .json}, in the order of their names. */
  public <T> Map<String, T> all(Kind<T> kind) {
    Map<String, T> all = new TreeMap<>();
    kinds.forEach(
        (name, its) -> {
          if (its.equals(kind)) {
            all.put(name, kind.type().cast(values.get(name)));
          }
        });
    return all;
  }
}
