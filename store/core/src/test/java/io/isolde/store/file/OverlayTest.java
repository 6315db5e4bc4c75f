package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.store.Durability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreDamagedException;
import io.isolde.store.StoreFailedException;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.SimulatedBases;
import io.isolde.store.file.storage.SimulatedDisk;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps over bases: their contents while bases change roles, and what becomes of the bases. */
@Timeout(300)
class OverlayTest {
  private static final FileOptions OPTIONS =
      FileOptions.of(Path.of("simulated"))
          .withDurability(Durability.NONE)
          .withSegmentBytes(1 << 16);

  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedBases bases = new SimulatedBases(disk);

  private FileStore open() throws IOException {
    return open(disk, bases);
  }

  private static FileStore open(SimulatedDisk disk, @Nullable Bases bases) throws IOException {
    return StoreOpener.open(new StoreUri("chronicle", "simulated"), OPTIONS, disk, bases, () -> {});
  }

  private static StoreMap<Integer, Long> accounts(Store store) {
    return store.map("accounts", Integer.class, Long.class);
  }

  // ---- one thread ----

  @Test
  void map_changedAtRandomBesideCheckpointsAndReopened_isTheSameAsAMapInMemory()
      throws IOException {
    Random random = new Random(3);
    Map<String, String> model = new HashMap<>();
    for (int life = 0; life < 10; life++) {
      try (FileStore store = open()) {
        StoreMap<String, String> map = store.map("map", String.class, String.class);
        assertSame(map, model);
        for (int i = 0; i < 200; i++) {
          changeBoth(map, model, random);
          if (random.nextInt(20) == 0) {
            store.checkpoint();
            assertSame(map, model);
          }
        }
      }
      assertThat(bases.open).hasValue(0);
    }
  }

  /** Changes both, now and then to a value that is too large for a base. */
  private static void changeBoth(
      StoreMap<String, String> map, Map<String, String> model, Random random) {
    String key = "key " + random.nextInt(30);
    String value = "x".repeat(random.nextInt(10) == 0 ? 500 : random.nextInt(20));
    if (random.nextInt(3) == 0) {
      assertThat(map.remove(key)).isEqualTo(model.remove(key));
    } else {
      assertThat(map.put(key, value)).isEqualTo(model.put(key, value));
    }
  }

  private static void assertSame(StoreMap<String, String> map, Map<String, String> model) {
    assertThat(map).hasSize(model.size()).isEqualTo(model);
    model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
    assertThat(
            map.store().<Map<String, String>, RuntimeException>snapshot(() -> new HashMap<>(map)))
        .isEqualTo(model);
  }

  @Test
  void generations_whileNobodyLooksBack_areTwo() throws IOException {
    try (FileStore store = open()) {
      for (int i = 0; i < 50; i++) {
        accounts(store).put(i, 1L);
        store.checkpoint();
      }
      assertThat(bases.made).hasValue(2);
      assertThat(bases.open).hasValue(2);
    }
  }

  @Test
  void map_thatOutgrowsItsBases_getsLargerOnes() throws IOException {
    try (FileStore store = open()) {
      for (int i = 0; i < 20_000; i++) {
        accounts(store).put(i, 1L);
        if (i % 1000 == 0) {
          store.checkpoint();
        }
      }
      assertThat(accounts(store)).hasSize(20_000);
      assertThat(bases.made.get()).isBetween(4, 16);
      assertThat(bases.open).hasValue(2);
    }
  }

  @Test
  void checkpoint_thatFails_leavesMapAndStoreAsTheyWere() throws IOException {
    Map<Integer, Long> model = new HashMap<>();
    try (FileStore store = open()) {
      for (int i = 0; i < 40; i++) {
        accounts(store).put(i, (long) i);
        model.put(i, (long) i);
        disk.failAfter(1 + i, new IOException("no room"));
        try {
          store.checkpoint();
        } catch (RuntimeException e) {
          assertThat(e).rootCause().hasMessage("no room");
        }
        disk.powerOn();
        assertThat(accounts(store)).isEqualTo(model);
      }
    } catch (RuntimeException e) {
      assertThat(e).hasStackTraceContaining("no room"); // the fault has hit the journal
    }
    try (FileStore store = open()) {
      accounts(store).forEach((key, value) -> assertThat(model).containsEntry(key, value));
    }
  }

  @Test
  void storeWithoutBases_openedWithThem_movesItsMaps() throws IOException {
    StoreUri uri = new StoreUri("file", "simulated");
    try (FileStore store = StoreOpener.open(uri, OPTIONS, disk, () -> {})) {
      accounts(store).put(1, 1L);
      store.checkpoint();
      accounts(store).put(2, 2L);
      store.sortedMap("sorted", Long.class, String.class).put(3L, "three");
    }
    for (int life = 0; life < 2; life++) {
      try (FileStore store = open()) {
        assertThat(accounts(store)).isEqualTo(Map.of(1, 1L, 2, 2L));
        assertThat(store.sortedMap("sorted", Long.class, String.class)).containsEntry(3L, "three");
        store.checkpoint();
      }
    }
    assertThat(bases.made).hasValue(1);
  }

  @Test
  void value_tooLargeForTheOldGenerationOnly_isKept() throws IOException {
    try (FileStore store = open()) {
      StoreMap<Integer, String> map = store.map("map", Integer.class, String.class);
      map.put(0, "small");
      store.checkpoint();
      for (int i = 1; i <= 1500; i++) {
        map.put(i, "x".repeat(190)); // so that the next base takes larger values
      }
      map.put(1501, "x".repeat(500));
      store.checkpoint();
      map.put(0, "another");
      store.checkpoint();
      assertThat(map.get(1501)).hasSize(500);
      assertThat(map).hasSize(1502);
    }
  }

  @Test
  void backup_ofManyEntriesBeforeTheFirstCheckpoint_hasThem() throws IOException {
    SimulatedDisk target = new SimulatedDisk();
    try (FileStore store = open()) {
      StoreMap<Integer, Long> map = accounts(store);
      store.transact(
          () -> {
            for (int i = 0; i < 130_000; i++) {
              map.put(i, 1L);
            }
          });
      store.backup(target, new SimulatedBases(target));
    }
    try (FileStore backup = open(target, new SimulatedBases(target))) {
      assertThat(accounts(backup)).hasSize(130_000);
    }
  }

  /**
   * The manifest names the first checkpoint, which then fails while the bases of a map change
   * roles; the next checkpoint fails earlier. A process that is killed at that point finds
   * everything that the first one contains.
   */
  @Test
  void checkpoint_thatFailsAfterOneThatFailedWhenItCounted_deletesNothingNeeded()
      throws IOException {
    for (int steps = 0; steps < 60; steps++) {
      SimulatedDisk failing = new SimulatedDisk();
      Map<Integer, Long> model = new HashMap<>();
      try (FileStore store = open(failing, new SimulatedBases(failing))) {
        StoreMap<Integer, Long> first = store.map("a", Integer.class, Long.class);
        StoreMap<Integer, Long> second = store.map("b", Integer.class, Long.class);
        List<Iterator<Long>> iterators = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
          putBoth(first, second, model, round);
          store.checkpoint();
          iterators.add(first.values().iterator());
        }
        putBoth(first, second, model, 2);
        store.force();
        failing.failAfter(steps, new IOException("no room"));
        failToCheckpoint(store);
        failing.powerOn();
        failing.refuseToCreate(name -> name.startsWith("base-00000001"));
        failToCheckpoint(store);
        failing.refuseToCreate(name -> false);
        SimulatedDisk found = failing.copy();
        try (FileStore again = open(found, new SimulatedBases(found))) {
          assertThat(again.map("a", Integer.class, Long.class)).isEqualTo(model);
          assertThat(again.map("b", Integer.class, Long.class)).isEqualTo(model);
        }
        assertThat(iterators).hasSize(2);
      } catch (StoreFailedException e) {
        assertThat(e).rootCause().hasMessage("no room");
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("closed, but not in order");
      }
    }
  }

  private static void putBoth(
      StoreMap<Integer, Long> first,
      StoreMap<Integer, Long> second,
      Map<Integer, Long> model,
      int round) {
    for (int i = 0; i < 60; i++) {
      first.put(i, (long) round);
      second.put(i, (long) round);
      model.put(i, (long) round);
    }
  }

  private static void failToCheckpoint(FileStore store) {
    try {
      store.checkpoint();
    } catch (UncheckedIOException | StoreFailedException e) {
      assertThat(e).rootCause().isInstanceOf(IOException.class);
    }
  }

  /** The failing disk may refuse to delete them, too; then the next opening does. */
  @Test
  void bases_ofCheckpointsThatFail_areClosedAndDeleted() throws IOException {
    for (int steps = 0; steps < 60; steps++) {
      SimulatedDisk failing = new SimulatedDisk();
      SimulatedBases failingBases = new SimulatedBases(failing);
      try (FileStore store = open(failing, failingBases)) {
        for (int i = 0; i < 3; i++) {
          accounts(store).put(i, 1L);
          store.checkpoint();
        }
        accounts(store).put(3, 1L);
        store.force();
        failing.failAfter(steps, new IOException("no room"));
        failToCheckpoint(store);
        failing.powerOn();
        for (int i = 4; i < 7; i++) {
          accounts(store).put(i, 1L);
          store.checkpoint();
        }
        assertThat(failingBases.open).hasValue(2);
      } catch (AfterCommitException | StoreFailedException e) {
        assertThat(e).rootCause().hasMessage("no room");
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("closed, but not in order");
      }
      assertThat(failingBases.open).as("%d steps", steps).hasValue(0);
      failing.powerOn();
      open(failing, failingBases).close();
      assertThat(failing.list().stream().filter(name -> name.startsWith("base-"))).hasSize(1);
    }
  }

  @Test
  void base_ofAMapThatCannotBeOpened_isClosed() throws IOException {
    try (FileStore store = open()) {
      accounts(store).put(1, 1L);
      store.checkpoint();
      accounts(store).put(1, 2L);
    }
    String name = disk.list().stream().filter(file -> file.startsWith("base-")).findFirst().get();
    try (StorageFile file = disk.open(name)) {
      file.write(file.size() - 1, ByteBuffer.wrap(new byte[] {77}));
    }
    try (FileStore store = open()) {
      assertThatThrownBy(() -> accounts(store)).isInstanceOf(StoreDamagedException.class);
    }
    assertThat(bases.open).hasValue(0);
  }

  // ---- what is refused ----

  @Test
  void storeWithBases_openedWithoutThem_isRefusedAndSaysHow() throws IOException {
    try (FileStore store = open()) {
      accounts(store).put(1, 1L);
      store.checkpoint();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> StoreOpener.open(new StoreUri("file", "simulated"), OPTIONS, disk, () -> {}))
        .withMessageContaining("chronicle:simulated");
    try (FileStore store = open()) {
      assertThat(accounts(store)).containsExactly(Map.entry(1, 1L));
    }
  }

  @Test
  void base_thatIsMissingOrAnother_isDamage() throws IOException {
    try (FileStore store = open()) {
      accounts(store).put(1, 1L);
      store.checkpoint();
    }
    String name = disk.list().stream().filter(file -> file.startsWith("base-")).findFirst().get();
    SimulatedDisk changed = disk.copy();
    try (StorageFile file = changed.open(name)) {
      file.write(file.size() - 1, ByteBuffer.wrap(new byte[] {77}));
    }
    assertDamaged(changed, name);
    disk.delete(name);
    assertDamaged(disk, name);
  }

  private static void assertDamaged(SimulatedDisk disk, String name) throws IOException {
    try (FileStore store =
        StoreOpener.open(
            new StoreUri("chronicle", "simulated"),
            OPTIONS,
            disk,
            new SimulatedBases(disk),
            () -> {})) {
      assertThatThrownBy(() -> accounts(store).get(1))
          .isInstanceOf(StoreDamagedException.class)
          .hasMessageContaining(name);
    }
  }

  @Test
  void iteratorAndMap_afterTheStoreIsClosed_areRefused() throws IOException {
    FileStore store = open();
    for (int i = 0; i < 100; i++) {
      accounts(store).put(i, 1L);
    }
    store.checkpoint();
    Iterator<Integer> iterator = accounts(store).keySet().iterator();
    StoreMap<Integer, Long> map = accounts(store);
    store.close();
    assertThatIllegalStateException().isThrownBy(() -> map.get(1));
    assertThatIllegalStateException().isThrownBy(() -> iterator.forEachRemaining(key -> {}));
    assertThat(bases.open).hasValue(0);
  }

  // ---- many threads ----

  @Test
  void snapshotsAndIterators_besideWritersAndCheckpoints_seeOneState() throws Exception {
    AtomicBoolean ended = new AtomicBoolean();
    try (FileStore store = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      StoreMap<Integer, Long> map = accounts(store);
      for (int i = 0; i < 100; i++) {
        map.put(i, 10L);
      }
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Random random = new Random(i);
        ends.add(threads.submit(() -> transferUntil(map, random, ended)));
      }
      ends.add(threads.submit(() -> auditUntil(map, ended)));
      for (int i = 0; i < 60; i++) {
        store.checkpoint();
      }
      ended.set(true);
      for (Future<?> end : ends) {
        end.get();
      }
      assertThat(map).hasSize(100);
    }
  }

  private static @Nullable Void transferUntil(
      StoreMap<Integer, Long> map, Random random, AtomicBoolean ended) {
    while (!ended.get()) {
      int from = random.nextInt(100);
      int to = random.nextInt(100);
      map.store()
          .transact(
              () -> {
                map.merge(from, -1L, Long::sum);
                map.merge(to, 1L, Long::sum);
              });
    }
    return null;
  }

  private static @Nullable Void auditUntil(StoreMap<Integer, Long> map, AtomicBoolean ended) {
    while (!ended.get()) {
      assertThat(sum(map.values())).isEqualTo(1000);
      assertThat(map.store().<Long, RuntimeException>snapshot(() -> sum(map.values())))
          .isEqualTo(1000);
      long byKey =
          map.store()
              .<Long, RuntimeException>snapshot(
                  () -> {
                    long sum = 0;
                    for (int i = 0; i < 100; i++) {
                      sum += map.get(i);
                    }
                    return sum;
                  });
      assertThat(byKey).isEqualTo(1000);
    }
    return null;
  }

  private static long sum(Iterable<Long> values) {
    long sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void snapshot_acrossCheckpoints_seesTheStateItStartedWith() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    try (FileStore store = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      StoreMap<Integer, Long> map = accounts(store);
      for (int i = 0; i < 50; i++) {
        map.put(i, 1L);
      }
      store.checkpoint();
      Callable<Long> look =
          () ->
              store.<Long, Exception>snapshot(
                  () -> {
                    map.get(0);
                    Thread other = Thread.ofPlatform().start(() -> map.merge(0, 0L, Long::sum));
                    other.join(); // so that the snapshot is pinned
                    long first = map.get(0);
                    begun.countDown();
                    done.await();
                    return first + sum(map.values()) + map.get(49);
                  });
      Future<Long> sum = threads.submit(look);
      begun.await();
      for (int i = 0; i < 50; i++) {
        map.put(i, 7L);
      }
      store.checkpoint();
      map.put(49, 8L);
      store.checkpoint();
      done.countDown();
      assertThat(sum.get()).isEqualTo(52);
      map.put(49, 9L);
      store.checkpoint();
      map.put(49, 10L);
      store.checkpoint();
      assertThat(bases.open.get()).isLessThanOrEqualTo(3);
    }
  }

  @Test
  void generation_thatIsIterated_isNotChanged() throws IOException {
    try (FileStore store = open()) {
      StoreMap<Integer, Long> map = accounts(store);
      for (int i = 0; i < 50; i++) {
        map.put(i, 1L);
      }
      store.checkpoint();
      Iterator<Long> values = map.values().iterator();
      for (long round = 2; round < 5; round++) {
        for (int i = 0; i < 50; i++) {
          map.put(i, round);
        }
        store.checkpoint();
      }
      assertThat(values).toIterable().hasSize(50).containsOnly(1L);
    }
  }

  /** A value that a test can observe while a store writes it into a checkpoint. */
  record Observed(long value) {
    static Runnable whenRead = () -> {};

    @Override
    public long value() {
      whenRead.run();
      return value;
    }
  }

  private static void onAnotherThread(Runnable action) {
    CompletableFuture.runAsync(action).join();
  }

  /** The snapshot of the checkpoint is overtaken and pinned; only then is the map opened. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void map_openedBesideTheSnapshotOfACheckpoint_isInTheCheckpoint(boolean hasBases)
      throws IOException {
    @Nullable Bases chosen = hasBases ? bases : null;
    try (FileStore store = open(disk, chosen)) {
      store.ref("a", Observed.class, new Observed(1));
      store.map("b", Integer.class, Long.class).put(1, 1L);
      store.sortedMap("d", Integer.class, Long.class).put(1, 1L);
      store.counter("c").increment();
    }
    try (FileStore store = open(disk, chosen)) {
      StoreRef<Observed> ref = store.ref("a", Observed.class, new Observed(1));
      StoreCounter counter = store.counter("c");
      Thread checkpointing = Thread.currentThread();
      AtomicInteger reads = new AtomicInteger();
      Observed.whenRead =
          () -> {
            if (Thread.currentThread() != checkpointing) {
              return;
            }
            if (reads.incrementAndGet() == 1) {
              onAnotherThread(
                  () ->
                      store.transact(
                          () -> {
                            ref.set(new Observed(2));
                            counter.increment();
                          }));
            } else {
              onAnotherThread(() -> store.map("b", Integer.class, Long.class));
              onAnotherThread(() -> store.sortedMap("d", Integer.class, Long.class));
            }
          };
      store.checkpoint();
      assertThat(reads).hasValue(2);
    } finally {
      Observed.whenRead = () -> {};
    }
    try (FileStore store = open(disk, chosen)) {
      assertThat(store.map("b", Integer.class, Long.class)).containsExactly(Map.entry(1, 1L));
      assertThat(store.sortedMap("d", Integer.class, Long.class)).containsExactly(Map.entry(1, 1L));
    }
  }
}
