package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Durability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.Base;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.SimulatedBases;
import io.isolde.store.file.journal.Checkpoint;
import io.isolde.store.file.journal.Manifest;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Based;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.RedoOperation.Shape;
import io.isolde.store.file.storage.SimulatedDisk;
import io.isolde.store.file.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files of bases: no name is used twice, and bases that are replaced are closed and deleted.
 */
class BaseFilesTest {
  /** Held, because loggers may be collected. */
  private static final Logger LOGGER = Logger.getLogger(Checkpointer.class.getName());

  @BeforeAll
  static void beQuiet() {
    LOGGER.setLevel(Level.OFF); // about disks that are made to fail
  }

  private static final StoreUri URI = new StoreUri("chronicle", "simulated");
  private static final FileOptions OPTIONS =
      FileOptions.of(Path.of("simulated"))
          .withDurability(Durability.NONE)
          .withSegmentBytes(1 << 16);

  /** Notes the names of the bases that are created. */
  private static final class NotedBases implements Bases {
    private final List<String> names = new ArrayList<>();
    private final SimulatedBases bases;
    private Runnable whenMade = () -> {};

    NotedBases(Storage storage) {
      this.bases = new SimulatedBases(storage);
    }

    @Override
    public Base create(String name, Plan plan) throws IOException {
      names.add(name);
      whenMade.run();
      return bases.create(name, plan);
    }

    @Override
    public Base open(String name) throws IOException {
      return bases.open(name);
    }

    @Override
    public Bases in(Path directory) {
      return bases.in(directory);
    }
  }

  private final SimulatedDisk disk = new SimulatedDisk();
  private final NotedBases bases = new NotedBases(disk);

  private FileStore open() throws IOException {
    return StoreOpener.open(URI, OPTIONS, disk, bases, () -> {});
  }

  private static StoreMap<Integer, Long> map(Store store, String name) {
    return store.map(name, Integer.class, Long.class);
  }

  private List<String> baseFiles() throws IOException {
    return disk.list().stream().filter(Bases::isName).toList();
  }

  private static void putBoth(FileStore store, long value) {
    map(store, "a").put(1, value);
    map(store, "b").put(1, value);
  }

  /** Bases that could not be deleted obstruct neither other maps nor the journal. */
  @Test
  void checkpoint_oldBasesCannotBeDeleted_isMadeAndTheyAreDeletedLater() throws IOException {
    try (FileStore store = open()) {
      putBoth(store, 0);
      store.checkpoint();
    }
    try (FileStore store = open()) {
      putBoth(store, 1);
      disk.refuseToDelete(Bases::isName);
      for (long value = 2; value < 6; value++) {
        putBoth(store, value);
        store.checkpoint();
        assertThat(bases.bases.open.get()).isLessThanOrEqualTo(4);
      }
      assertThat(disk.list().stream().filter(name -> name.endsWith(".log"))).hasSizeLessThan(3);
      disk.refuseToDelete(name -> false);
      putBoth(store, 6);
      store.checkpoint();
      assertThat(baseFiles()).hasSize(4);
    }
    assertThat(bases.bases.open).hasValue(0);
    try (FileStore store = open()) {
      assertThat(map(store, "a")).isEqualTo(Map.of(1, 6L));
      assertThat(map(store, "b")).isEqualTo(Map.of(1, 6L));
    }
  }

  /** So that a new file cannot be mistaken for one that has been deleted and is still open. */
  @Test
  void base_madeAgainForTheSameCheckpoint_hasAnotherName() throws IOException {
    try (FileStore store = open()) {
      for (int i = 0; i < 30; i++) {
        putBoth(store, i);
        disk.failAfter(1 + i, new IOException("no room"));
        try {
          store.checkpoint();
        } catch (RuntimeException e) {
          assertThat(e).rootCause().hasMessage("no room");
        }
        disk.powerOn();
      }
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining("no room");
    }
    try (FileStore store = open()) {
      putBoth(store, 77);
      store.checkpoint();
    }
    assertThat(bases.names).hasSizeGreaterThan(10);
    assertThat(new HashSet<>(bases.names)).hasSameSizeAs(bases.names);
  }

  @Test
  void backup_ofAMapThatIsNotOpen_closesItsBases() throws IOException {
    try (FileStore store = open()) {
      putBoth(store, 1);
      store.checkpoint();
    }
    SimulatedDisk target = new SimulatedDisk();
    SimulatedBases copies = new SimulatedBases(target);
    try (FileStore store = open()) {
      store.backup(target, copies);
      assertThat(copies.open).hasValue(0);
    }
    assertThat(copies.made).hasValue(2);
  }

  /** The snapshot of the backup is overtaken, and begins again. */
  @Test
  void backup_thatBeginsAgain_leavesNoBasesOfItsFirstTry() throws IOException {
    SimulatedDisk target = new SimulatedDisk();
    NotedBases copies = new NotedBases(target);
    try (FileStore store = open()) {
      map(store, "a").put(1, 1L);
      store.counter("b").increment();
      store.checkpoint();
    }
    try (FileStore store = open()) {
      StoreCounter hits = store.counter("b");
      copies.whenMade = () -> CompletableFuture.runAsync(hits::increment).join();
      store.backup(target, copies);
    }
    assertThat(copies.names).hasSize(2);
    assertThat(target.list().stream().filter(Bases::isName)).containsOnly(copies.names.get(1));
  }

  /** One of the steps is after the manifest names the checkpoint and before its bases serve. */
  @Test
  void store_closedAfterACheckpointThatFailedInAnyStep_leavesNoBaseOpen() throws IOException {
    for (int steps = 0; steps < 40; steps++) {
      SimulatedDisk failing = new SimulatedDisk();
      SimulatedBases counted = new SimulatedBases(failing);
      try (FileStore store = StoreOpener.open(URI, OPTIONS, failing, counted, () -> {})) {
        putBoth(store, 1);
        store.checkpoint();
        putBoth(store, 2);
        failing.failAfter(steps, new IOException("no room"));
        store.checkpoint();
      } catch (RuntimeException e) {
        assertThat(e).hasStackTraceContaining("no room");
      }
      assertThat(counted.open).as("%d steps", steps).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../base-00000001-0000000000000001.data",
        "base-/../../00000001-0000000000000001.data",
        "/etc/passwd",
        "base-00000001-0000000000000001.data/..",
        "base-00000001-0000000000000001-1.data",
        "manifest",
        "base-",
        ""
      })
  void checkpoint_thatNamesABaseElsewhere_isDamage(String name) throws IOException {
    try (FileStore store = open()) {
      putBoth(store, 1);
    }
    Manifest found = Manifest.read(disk);
    assertThat(found).isNotNull();
    Manifest crafted = new Manifest(found.store(), 1, found.through(), found.through());
    try (Checkpoint checkpoint = Checkpoint.create(disk, crafted)) {
      Output record = new Output();
      new Define(1, Shape.MAP, "a", List.of("java.lang.Integer", "java.lang.Long")).writeTo(record);
      new Based(1, new BaseFile(name, 1, 1, 1, 1, 1)).writeTo(record);
      checkpoint.add(record.array(), record.length());
      checkpoint.finish(disk);
    }
    crafted.write(disk);
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreDamagedException.class)
        .hasMessageContaining(Checkpoint.name(1));
    assertThat(Bases.isName(name)).isFalse();
  }

  @Test
  void names_ofBasesOfEarlierReleases_areNames() {
    assertThat(Bases.isName("base-0000000a-00000000000000ff.data")).isTrue();
  }
}
