package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints and backups beside running writers: none of them loses or creates money. */
class CheckpointTest {
  private static final int ACCOUNTS = 50;
  private static final int WRITERS = 3;
  private static final int ROUNDS = 15;

  @TempDir private Path directory;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicLongArray acknowledged = new AtomicLongArray(WRITERS);

  private static StoreMap<Integer, Long> accounts(Store store) {
    return store.map("accounts", Integer.class, Long.class);
  }

  private void transferUntilEnded(Store store, int writer) {
    Random random = new Random(writer);
    while (!ended.get()) {
      int from = random.nextInt(ACCOUNTS);
      int to = random.nextInt(ACCOUNTS);
      try {
        acknowledged.set(writer, transfer(store, writer, from, to));
      } catch (RuntimeException e) {
        return; // the power has failed
      }
    }
  }

  private static long transfer(Store store, int writer, int from, int to) {
    return store.transact(
        () -> {
          accounts(store).merge(from, -1L, Long::sum);
          accounts(store).merge(to, 1L, Long::sum);
          return store.counter("writer " + writer).addAndGet(1);
        });
  }

  private List<Thread> startWriters(Store store) {
    store.transact(
        () -> {
          for (int i = 0; i < ACCOUNTS; i++) {
            accounts(store).putIfAbsent(i, 0L);
          }
        });
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      writers.add(Thread.startVirtualThread(() -> transferUntilEnded(store, writer)));
    }
    return writers;
  }

  private static void join(List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void assertNothingIsMissing(Store store) {
    assertThat(accounts(store).size()).isEqualTo(ACCOUNTS);
    assertThat(accounts(store).values().stream().mapToLong(Long::longValue).sum()).isZero();
  }

  @Test
  void checkpointsAndBackups_besideWriters_areConsistent() throws Exception {
    FileOptions options = FileOptions.of(directory.resolve("store")).withSegmentBytes(1 << 14);
    try (DurableStore store = options.withDurability(Durability.NONE).open()) {
      List<Thread> writers = startWriters(store);
      for (int i = 0; i < ROUNDS; i++) {
        store.checkpoint();
        store.backup(directory.resolve("backup " + i));
      }
      ended.set(true);
      join(writers);
    }
    for (int i = 0; i < ROUNDS; i++) {
      try (Store backup = Store.open("file:" + directory.resolve("backup " + i))) {
        assertNothingIsMissing(backup);
      }
    }
    try (Store store = options.open()) {
      assertNothingIsMissing(store);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(store.counter("writer " + writer).get()).isEqualTo(acknowledged.get(writer));
      }
    }
  }

  @Test
  void crash_besideWritersAndCheckpoints_losesNothingAcknowledged() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Random random = new Random(round);
      SimulatedDisk disk = new SimulatedDisk();
      FileStore store = open(disk);
      for (int writer = 0; writer < WRITERS; writer++) {
        acknowledged.set(writer, 0);
      }
      List<Thread> writers = startWriters(store);
      disk.cutAfter(50 + random.nextInt(2000));
      checkpointUntilThePowerFails(store);
      join(writers);
      for (int image = 0; image < 20; image++) {
        judge(disk.crashed(random));
      }
    }
  }

  private static FileStore open(SimulatedDisk disk) throws IOException {
    FileOptions options =
        FileOptions.of(Path.of("simulated")).withSegmentBytes(1 << 13).withBacklogBytes(1 << 14);
    return StoreOpener.open(new StoreUri("file", "simulated"), options, disk, () -> {});
  }

  private static void checkpointUntilThePowerFails(DurableStore store) {
    try {
      while (true) {
        store.checkpoint();
      }
    } catch (RuntimeException e) {
      assertThat(e).rootCause().isInstanceOf(SimulatedDisk.PowerCut.class);
    }
  }

  private void judge(SimulatedDisk disk) throws IOException {
    try (FileStore store = open(disk)) {
      assertNothingIsMissing(store);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(store.counter("writer " + writer).get())
            .isBetween(acknowledged.get(writer), acknowledged.get(writer) + 1);
      }
    }
  }
}
