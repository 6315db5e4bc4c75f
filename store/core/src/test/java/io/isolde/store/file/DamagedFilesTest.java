package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreUri;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.journal.CraftedFiles;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Files that were zeroed, truncated, extended, swapped, duplicated, put back, or copied while the
 * store was in use. The store is refused, naming a file and an offset in it, or it is in the state
 * after some commit.
 */
class DamagedFilesTest {
  private static final long SEED = 20_261_130;
  private static final int COMMITS = 80;
  private static final int PAGE = 256;

  /** Held, because loggers may be collected. */
  private static final Logger LOGGER = Logger.getLogger(StoreOpener.class.getName());

  record Account(String owner, long balance) {}

  private final SimulatedDisk disk = new SimulatedDisk();

  /** The contents of the store at first and after each commit. */
  private final List<Map<Object, Object>> states = new ArrayList<>();

  /** All manifests that the store has had. */
  private final List<byte[]> manifests = new ArrayList<>();

  private FileStore store;
  private int refused;

  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF);
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    FileOptions options =
        FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 10).withBacklogBytes(0);
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private static Map<Object, Object> contents(Store store) {
    Map<Object, Object> contents = new HashMap<>();
    contents.put("hits", store.counter("hits").get());
    contents.putAll(store.map("accounts", String.class, Account.class));
    return contents;
  }

  private void commit(long number) {
    store.transact(
        () -> {
          store.counter("hits").increment();
          store
              .map("accounts", String.class, Account.class)
              .put("key " + number % 7, new Account("owner", number));
        });
    states.add(contents(store));
  }

  /** A store with a checkpoint, and several segments after it. */
  @BeforeEach
  void makeStore() throws IOException {
    store = open(disk);
    states.add(contents(store));
    for (int i = 0; i < COMMITS; i++) {
      noteManifest();
      commit(i);
      if (i == COMMITS / 2) {
        store.checkpoint();
      }
    }
  }

  private void noteManifest() {
    byte[] manifest = disk.bytes("manifest");
    if (manifests.isEmpty() || !Arrays.equals(manifest, manifests.get(manifests.size() - 1))) {
      manifests.add(manifest);
    }
  }

  private List<String> segments() throws IOException {
    return disk.list().stream().filter(name -> name.endsWith(".log")).sorted().toList();
  }

  private Map<Object, Object> last() {
    return states.get(states.size() - 1);
  }

  private void requireRefusedOrExact(SimulatedDisk damaged, String name) throws IOException {
    requireRefusedOr(damaged, name, List.of(last()));
  }

  private void requireRefusedOr(
      SimulatedDisk damaged, String name, List<Map<Object, Object>> possible) throws IOException {
    try (FileStore found = open(damaged)) {
      assertThat(possible).as(name).contains(contents(found));
    } catch (StoreDamagedException e) {
      assertThat(e.file()).as(name).isNotEmpty();
      assertThat(e.offset()).as(name).isNotNegative();
      refused++;
    }
  }

  private SimulatedDisk with(String name, byte[] bytes) throws IOException {
    SimulatedDisk damaged = disk.copy();
    damaged.setBytes(name, bytes);
    return damaged;
  }

  private interface Damage {
    byte[] of(byte[] bytes, int offset);
  }

  /** Closes the store and damages each of its files, once at each page. */
  private void damageEverywhere(Damage damage) throws IOException {
    store.close();
    for (String name : disk.list()) {
      byte[] bytes = disk.bytes(name);
      for (int offset = 0; offset < bytes.length; offset += PAGE) {
        byte[] damaged = damage.of(bytes.clone(), offset);
        if (!Arrays.equals(bytes, damaged)) {
          requireRefusedOrExact(with(name, damaged), name + ", byte " + offset);
        }
      }
    }
    assertThat(refused).isGreaterThan(9);
  }

  private static byte[] filled(byte[] bytes, int offset, int value) {
    Arrays.fill(bytes, offset, Math.min(bytes.length, offset + PAGE), (byte) value);
    return bytes;
  }

  @Test
  void page_zeroed_isRefusedOrHarmless() throws IOException {
    damageEverywhere((bytes, offset) -> filled(bytes, offset, 0));
  }

  @Test
  void page_ofOnes_isRefusedOrHarmless() throws IOException {
    damageEverywhere((bytes, offset) -> filled(bytes, offset, -1));
  }

  @Test
  void page_ofNoise_isRefusedOrHarmless() throws IOException {
    Random random = new Random(SEED);
    damageEverywhere(
        (bytes, offset) -> {
          byte[] noise = new byte[Math.min(PAGE, bytes.length - offset)];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, offset, noise.length);
          return bytes;
        });
  }

  @Test
  void page_ofAnotherPlace_isRefusedOrHarmless() throws IOException {
    damageEverywhere(
        (bytes, offset) -> {
          int from = (offset + PAGE) % bytes.length;
          int count = Math.min(PAGE, bytes.length - Math.max(from, offset));
          System.arraycopy(bytes.clone(), from, bytes, offset, count);
          return bytes;
        });
  }

  @Test
  void file_cut_isRefusedOrHarmless() throws IOException {
    damageEverywhere(Arrays::copyOf);
  }

  @Test
  void file_grown_isRefusedOrHarmless() throws IOException {
    damageEverywhere(
        (bytes, offset) -> filled(Arrays.copyOf(bytes, bytes.length + PAGE), bytes.length, -1));
  }

  @Test
  void segments_swapped_areRefused() throws IOException {
    store.close();
    List<String> names = segments();
    for (String one : names) {
      for (String other : names) {
        if (!one.equals(other)) {
          SimulatedDisk swapped = with(one, disk.bytes(other));
          swapped.setBytes(other, disk.bytes(one));
          requireRefusedOrExact(swapped, one + " and " + other);
        }
      }
    }
    assertThat(refused).isEqualTo(names.size() * (names.size() - 1)).isPositive();
  }

  @Test
  void segments_duplicated_areRefused() throws IOException {
    store.close();
    List<String> names = segments();
    for (String one : names) {
      for (int first : List.of(1, 7, 10_000)) {
        String copy = String.format("journal-%016x.log", first);
        requireRefusedOrExact(with(copy, disk.bytes(one)), one + " as " + copy);
        requireRefusedOrExact(
            with(copy, CraftedFiles.withHeader(disk.bytes(one), first)), copy + ", fitted");
      }
    }
    assertThat(refused).isGreaterThan(names.size());
  }

  @Test
  void segment_missing_isRefused() throws IOException {
    store.close();
    for (String name : segments()) {
      SimulatedDisk damaged = disk.copy();
      damaged.delete(name);
      requireRefusedOrExact(damaged, name);
    }
    assertThat(refused).isEqualTo(segments().size());
  }

  @Test
  void manifest_putBack_isRefusedOrHarmless() throws IOException {
    store.close();
    assertThat(manifests).hasSizeGreaterThan(1);
    for (byte[] manifest : manifests) {
      requireRefusedOrExact(with("manifest", manifest), "manifest");
    }
    assertThat(refused).isPositive();
  }

  /** A backup has no journal, so nothing but its manifest says that the store is not empty. */
  @Test
  void firstManifest_putIntoBackup_isRefused() throws IOException {
    SimulatedDisk damaged = new SimulatedDisk();
    store.backup(damaged);
    damaged.setBytes("manifest", manifests.get(0));

    assertThatThrownBy(() -> open(damaged)).isInstanceOf(StoreDamagedException.class);
    assertThat(damaged.list()).anyMatch(name -> name.startsWith("checkpoint"));
  }

  @Test
  void directory_copiedWhileStoreIsInUse_isRefusedOrAsAtSomeCommit() throws IOException {
    Random random = new Random(SEED);
    for (int round = 0; round < 60; round++) {
      List<String> names = new ArrayList<>(disk.list());
      Collections.shuffle(names, random);
      SimulatedDisk copy = new SimulatedDisk();
      for (String name : names) {
        if (disk.list().contains(name)) {
          copy.setBytes(name, disk.bytes(name));
        }
        commit(1_000L * round);
        if (random.nextInt(6) == 0) {
          store.checkpoint();
        }
      }
      requireRefusedOr(copy, "copy " + round, states);
    }
    assertThat(refused).isBetween(1, 59);
  }

  @Test
  void otherStore_ofSameNames_isRefused() throws IOException {
    store.close();
    SimulatedDisk other = new SimulatedDisk();
    try (FileStore another = open(other)) {
      contents(another);
      another.checkpoint();
    }
    for (String name : disk.list()) {
      if (other.list().contains(name)) {
        requireRefusedOrExact(with(name, other.bytes(name)), name);
      }
    }
    assertThat(refused).isGreaterThan(1);
  }

  @Test
  void values_ofAnotherProgram_areRefusedByName() throws IOException {
    store.close();
    try (Store found = open(disk)) {
      assertThatThrownBy(() -> found.map("accounts", String.class, String.class))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> found.ref("accounts", String.class, ""))
          .isInstanceOf(IllegalArgumentException.class)
          .isNotInstanceOf(CodecException.class);
    }
  }
}
