package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreUri;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Flips of single bits in a store's files: at every offset of every file, including the zeros at
 * their ends. The store is refused, naming the file, or holds exactly what was acknowledged.
 *
 * <p>One kind of damage cannot be told from a torn tail: damage to the records of the last force of
 * a store that was not closed. These records are cut off, and this is reported.
 */
class ByteFlipTest {
  private static final long SEED = 20_261_122;
  private static final int COMMITS = 30;

  /** Held, because loggers may be collected. */
  private static final Logger LOGGER = Logger.getLogger(StoreOpener.class.getName());

  record Account(String owner, long balance) {}

  private final SimulatedDisk disk = new SimulatedDisk();
  private FileStore store;
  private Map<Object, Object> before;
  private Map<Object, Object> acknowledged;

  private int refused;
  private int harmless;
  private int cut;

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
    contents.put("city", store.ref("city", String.class, "").get());
    contents.putAll(store.map("accounts", String.class, Account.class));
    contents.putAll(store.sortedMap("log", Long.class, String.class));
    return contents;
  }

  /** A store with a checkpoint in the middle, and more than two segments after it. */
  @BeforeEach
  void makeStore() throws IOException {
    disk.setBytes("lock", new byte[] {0});
    store = open(disk);
    contents(store);
    for (int i = 0; i < COMMITS; i++) {
      before = contents(store);
      commit(i);
      if (i == COMMITS / 3) {
        store.checkpoint();
      }
    }
    acknowledged = contents(store);
  }

  private void commit(long number) {
    store.transact(
        () -> {
          store.counter("hits").increment();
          store.ref("city", String.class, "").set("city " + number);
          store
              .map("accounts", String.class, Account.class)
              .put("key " + number % 7, new Account("owner", number));
          store.sortedMap("log", Long.class, String.class).put(number, "entry");
        });
  }

  private void flipEverywhere(List<String> names, int bits) throws IOException {
    Random random = new Random(SEED);
    for (String name : names) {
      for (int offset = 0; offset < disk.bytes(name).length; offset++) {
        int first = random.nextInt(8);
        for (int bit = first; bit < first + bits; bit++) {
          judge(flipped(name, offset, bit % 8), name, offset);
        }
      }
    }
  }

  private SimulatedDisk flipped(String name, int offset, int bit) {
    SimulatedDisk flipped = disk.copy();
    byte[] bytes = disk.bytes(name);
    bytes[offset] ^= (byte) (1 << bit);
    flipped.setBytes(name, bytes);
    return flipped;
  }

  private void judge(SimulatedDisk flipped, String name, int offset) throws IOException {
    try (FileStore found = open(flipped)) {
      Map<Object, Object> contents = contents(found);
      if (contents.equals(acknowledged)) {
        harmless++;
      } else {
        assertThat(contents).as("%s, byte %d", name, offset).isEqualTo(before);
        assertThat(found.recovery().tornTail()).contains(name);
        cut++;
      }
    } catch (StoreDamagedException e) {
      assertThat(e.file()).isEqualTo(name);
      assertThat(e.offset()).isBetween(0L, (long) offset);
      assertThat(e).hasMessageContaining("restore the directory from a backup");
      refused++;
    }
  }

  private void closeAndFlip(int bits) throws IOException {
    store.close();
    flipEverywhere(disk.list(), bits);

    assertThat(refused).isGreaterThan(2_000 * bits);
    assertThat(harmless).isGreaterThan(100 * bits);
    assertThat(cut).isZero();
  }

  private void killAndFlip(int bits) throws IOException {
    flipEverywhere(disk.list(), bits);

    assertThat(refused).isGreaterThan(2_000 * bits);
    assertThat(harmless).isGreaterThan(100 * bits);
    assertThat(cut).isBetween(1, 100 * bits);
  }

  @Test
  void open_aBitOfAnyByteFlippedAfterClose_isRefusedOrExact() throws IOException {
    closeAndFlip(1);
  }

  @Tag("long")
  @Test
  void open_anyBitFlippedAfterClose_isRefusedOrExact() throws IOException {
    closeAndFlip(8);
  }

  @Test
  void open_aBitOfAnyByteFlippedAfterKill_isRefusedOrExactButForTheTail() throws IOException {
    killAndFlip(1);
  }

  @Tag("long")
  @Test
  void open_anyBitFlippedAfterKill_isRefusedOrExactButForTheTail() throws IOException {
    killAndFlip(8);
  }
}
