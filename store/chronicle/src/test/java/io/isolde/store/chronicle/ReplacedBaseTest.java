package io.isolde.store.chronicle;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import io.isolde.store.file.FileOptions;
import io.isolde.store.file.base.Bases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of bases that are replaced while they are open, or between two lives of a store. */
class ReplacedBaseTest {
  @TempDir private Path folder;

  private Path directory;

  @BeforeEach
  void name() {
    directory = folder.resolve("store");
  }

  private DurableStore open() {
    return ChronicleStores.open(FileOptions.of(directory).withDurability(Durability.NONE));
  }

  private static StoreMap<Integer, Long> map(Store store) {
    return store.map("map", Integer.class, Long.class);
  }

  private static void putAndCheckpoint(DurableStore store, long value) {
    map(store).put(1, value);
    store.checkpoint();
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  private List<Path> bases() throws IOException {
    return files(directory).stream()
        .filter(file -> Bases.isName(file.getFileName().toString()))
        .toList();
  }

  private void assertNextCheckpointRefused(DurableStore store, String why) throws IOException {
    assertThatThrownBy(() -> putAndCheckpoint(store, 3))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("base-")
        .hasMessageContaining(why);
    assertThat(map(store)).isEqualTo(Map.of(1, 3L));
    putAndCheckpoint(store, 4);
  }

  /** Both bases are replaced; the one that serves is read from memory. */
  @Test
  void checkpoint_baseIsReplacedMeanwhile_isRefusedAndTheNextMakesAnother() throws IOException {
    try (DurableStore store = open()) {
      putAndCheckpoint(store, 1);
      putAndCheckpoint(store, 2);
      for (Path base : bases()) {
        Path copy = folder.resolve("copy");
        Files.copy(base, copy);
        Files.move(copy, base, REPLACE_EXISTING);
      }
      assertNextCheckpointRefused(store, "replaced");
    }
    try (DurableStore store = open()) {
      assertThat(map(store)).isEqualTo(Map.of(1, 4L));
    }
  }

  @Test
  void checkpoint_baseIsDeletedMeanwhile_isRefusedAndTheNextMakesAnother() throws IOException {
    try (DurableStore store = open()) {
      putAndCheckpoint(store, 1);
      putAndCheckpoint(store, 2);
      for (Path base : bases()) {
        Files.delete(base);
      }
      assertNextCheckpointRefused(store, "deleted");
    }
    try (DurableStore store = open()) {
      assertThat(map(store)).isEqualTo(Map.of(1, 4L));
    }
  }

  /** The same process has had other files of the same names open. */
  @Test
  void directory_restoredFromABackup_isWhatIsReadAndWritten() throws IOException {
    Path kept = folder.resolve("kept");
    try (DurableStore store = open()) {
      putAndCheckpoint(store, 1);
    }
    copy(directory, kept);
    try (DurableStore store = open()) {
      for (long value = 2; value < 6; value++) {
        putAndCheckpoint(store, value);
      }
    }
    for (int life = 0; life < 2; life++) {
      for (Path file : files(directory)) {
        Files.delete(file);
      }
      copy(kept, directory);
      try (DurableStore store = open()) {
        assertThat(map(store)).isEqualTo(Map.of(1, 1L));
        putAndCheckpoint(store, 7);
        putAndCheckpoint(store, 8);
      }
      assertThat(ChronicleFiles.verify(directory).entries()).isEqualTo(1);
      try (DurableStore store = open()) {
        assertThat(map(store)).isEqualTo(Map.of(1, 8L));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
