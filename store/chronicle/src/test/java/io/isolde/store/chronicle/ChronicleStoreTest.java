package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreMap;
import io.isolde.store.file.FileOptions;
import io.isolde.store.file.StoreFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is special about maps in Chronicle Map. */
class ChronicleStoreTest {
  record Account(String owner, long balance) {}

  @TempDir private Path directory;

  private DurableStore open(Path store) {
    return ChronicleStores.open(FileOptions.of(store).withDurability(Durability.NONE));
  }

  private static StoreMap<Integer, Account> accounts(Store store) {
    return store.map("accounts", Integer.class, Account.class);
  }

  private List<Path> bases(Path store) throws IOException {
    try (Stream<Path> files = Files.list(store)) {
      return files.filter(file -> file.getFileName().toString().startsWith("base-")).toList();
    }
  }

  @Test
  void map_changedAtRandomBesideCheckpointsAndReopened_isTheSameAsAMapInMemory() {
    Random random = new Random(11);
    Map<Integer, Account> model = new HashMap<>();
    for (int life = 0; life < 4; life++) {
      try (DurableStore store = open(directory)) {
        assertThat(accounts(store)).hasSize(model.size()).isEqualTo(model);
        for (int i = 0; i < 5_000; i++) {
          int key = random.nextInt(4_000);
          Account value = new Account("o".repeat(random.nextInt(40)), i);
          boolean isRemoval = random.nextInt(4) == 0;
          Account before = isRemoval ? model.remove(key) : model.put(key, value);
          assertThat(isRemoval ? accounts(store).remove(key) : accounts(store).put(key, value))
              .isEqualTo(before);
          if (i % 700 == 0) {
            store.checkpoint();
          }
        }
        model.forEach((key, value) -> assertThat(accounts(store).get(key)).isEqualTo(value));
      }
    }
  }

  /** From small to large: values that are too large for the base stay in memory. */
  @Test
  void valuesOfAllSizes_areKept() {
    for (int life = 0; life < 2; life++) {
      try (DurableStore store = open(directory)) {
        StoreMap<Integer, byte[]> map = store.map("blobs", Integer.class, byte[].class);
        for (int i = 0; i < 22; i++) {
          if (life == 0) {
            map.put(i, new byte[1 << i]);
          }
          assertThat(map.get(i)).hasSize(1 << i);
        }
        store.checkpoint();
        for (int i = 0; i < 22; i++) {
          assertThat(map.get(i)).hasSize(1 << i);
        }
        assertThat(map).hasSize(22);
      }
    }
  }

  @Test
  void manyVirtualThreads_readTheBase() throws InterruptedException {
    try (DurableStore store = open(directory)) {
      StoreMap<Integer, Account> map = accounts(store);
      for (int i = 0; i < 1_000; i++) {
        map.put(i, new Account("", i));
      }
      store.checkpoint();
      List<Thread> threads =
          Stream.iterate(0, i -> i + 1)
              .limit(2_000)
              .map(
                  i ->
                      Thread.startVirtualThread(
                          () -> map.computeIfPresent(i % 1_000, (key, value) -> null)))
              .toList();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(map).isEmpty();
    }
  }

  @Test
  void backup_isAStoreOfItsOwn() throws IOException {
    Path copy = directory.resolve("copy");
    try (DurableStore store = open(directory.resolve("store"))) {
      for (int i = 0; i < 3_000; i++) {
        accounts(store).put(i, new Account("owner", i));
      }
      store.checkpoint();
      accounts(store).remove(7);
      store.backup(copy);
      accounts(store).clear();
    }
    assertThat(bases(copy)).hasSize(1);
    try (DurableStore store = open(copy)) {
      assertThat(accounts(store)).hasSize(2_999).containsEntry(8, new Account("owner", 8));
    }
  }

  @Test
  void backup_ofAMapThatIsNotOpen_hasIt() {
    try (DurableStore store = open(directory.resolve("store"))) {
      accounts(store).put(1, new Account("one", 1));
      accounts(store).put(2, new Account("two", 2));
      store.checkpoint();
      accounts(store).remove(1);
    }
    try (DurableStore store = open(directory.resolve("store"))) {
      store.checkpoint();
      store.backup(directory.resolve("copy"));
    }
    try (DurableStore store = open(directory.resolve("copy"))) {
      assertThat(accounts(store)).isEqualTo(Map.of(2, new Account("two", 2)));
    }
  }

  /**
   * A process that iterates holds a lock in the file, which stays locked if the process is killed.
   */
  @Test
  void base_lockedByOneThatWasKilled_canBeReadAndReplaced() throws IOException {
    storeTwo();
    lockAllSegments(bases(directory).get(0));
    assertThat(look("verify")).contains("intact");
    lockAllSegments(bases(directory).get(0));
    try (DurableStore store = open(directory)) {
      assertThat(accounts(store))
          .isEqualTo(Map.of(1, new Account("one", 100), 2, new Account("two", 300)));
      store.checkpoint();
      assertThat(accounts(store)).hasSize(2);
    }
  }

  private static void lockAllSegments(Path base) throws IOException {
    try (ChronicleMap<byte[], byte[]> map =
        ChronicleMapBuilder.of(byte[].class, byte[].class).createPersistedTo(base.toFile())) {
      VanillaChronicleMap<?, ?, ?> segments = (VanillaChronicleMap<?, ?, ?>) map;
      for (int i = 0; i < segments.segments(); i++) {
        assertThat(BigSegmentHeader.INSTANCE.tryUpdateLock(segments.segmentHeaderAddress(i)))
            .isTrue();
      }
    }
  }

  // ---- verify, inspect ----

  private String look(String command) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
      StoreFiles.run(
          List.of(command, directory.toString()), out, out, path -> new ChronicleBases(path));
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private void storeTwo() {
    try (DurableStore store = open(directory)) {
      accounts(store).put(1, new Account("one", 100));
      accounts(store).put(2, new Account("two", 200));
      store.checkpoint();
      accounts(store).put(2, new Account("two", 300));
    }
  }

  @Test
  void verifyAndInspect_seeBaseAndJournal() {
    storeTwo();
    assertThat(look("verify")).contains("names=1", "entries=2");
    assertThat(look("inspect"))
        .contains("1 = Account[owner=one, balance=100]", "2 = Account[owner=two, balance=300]")
        .doesNotContain("balance=200");
  }

  /** A flipped bit is found when the entry is read, and by verify wherever the bit is. */
  @Test
  void flippedByteOfAnEntry_isDamage() throws IOException {
    storeTwo();
    Path base = bases(directory).get(0);
    byte[] bytes = Files.readAllBytes(base);
    int place = indexOf(bytes, "one".getBytes(StandardCharsets.US_ASCII));
    bytes[place] ^= 4;
    Files.write(base, bytes);
    assertThat(look("verify")).contains("base-", "not what was written");
    try (DurableStore store = open(directory)) {
      assertThatThrownBy(() -> accounts(store).get(1))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining("base-");
    }
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i < bytes.length - part.length; i++) {
      int length = 0;
      while (length < part.length && bytes[i + length] == part[length]) {
        length++;
      }
      if (length == part.length) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }

  @Test
  void store_usedByAThreadThatIsInterrupted_isNotDisturbed() {
    for (int life = 0; life < 2; life++) {
      Thread.currentThread().interrupt();
      try (DurableStore store = open(directory.resolve("store"))) {
        accounts(store).put(life, new Account("owner", life));
        store.checkpoint();
        store.backup(directory.resolve("backup " + life));
        assertThat(accounts(store)).hasSize(life + 1);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }
}
