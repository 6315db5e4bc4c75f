package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.Durability;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreUri;
import io.isolde.store.file.base.Base;
import io.isolde.store.file.base.Bases;
import io.isolde.store.file.base.SimulatedBases;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Writers over bases, and checkpoints that do not keep up with them. */
class CheckpointPaceTest {
  private static final long CHECKPOINT_BYTES = 20_000;
  private static final String KILOBYTE = "x".repeat(1000);

  /** A gate at which a checkpoint waits before it creates a base. */
  private static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    void pass() throws IOException {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Bases the first of which wait at gates before they are created. */
  private static final class GatedBases implements Bases {
    private final SimulatedBases bases;
    private final Queue<Gate> gates = new ConcurrentLinkedQueue<>();

    GatedBases(SimulatedDisk disk) {
      this.bases = new SimulatedBases(disk);
    }

    Gate add() {
      Gate gate = new Gate();
      gates.add(gate);
      return gate;
    }

    @Override
    public Base create(String name, Plan plan) throws IOException {
      Gate gate = gates.poll();
      if (gate != null) {
        gate.pass();
      }
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
  private final GatedBases bases = new GatedBases(disk);

  private FileStore open() throws IOException {
    FileOptions options =
        FileOptions.of(Path.of("simulated"))
            .withDurability(Durability.NONE)
            .withSegmentBytes(1 << 17)
            .withCheckpointBytes(CHECKPOINT_BYTES);
    return StoreOpener.open(new StoreUri("chronicle", "simulated"), options, disk, bases, () -> {});
  }

  @Test
  void pause_growsWithWhatACommitIsAheadBy_andHasNoEndOnlyBeyondAll() {
    assertThat(Checkpointer.pauseNanos(1, 1000)).isLessThanOrEqualTo(1_000_000);
    assertThat(Checkpointer.pauseNanos(500, 1000)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    assertThat(Checkpointer.pauseNanos(1000, 1000)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(Checkpointer.pauseNanos(1001, 1000)).isEqualTo(Long.MAX_VALUE);
  }

  /**
   * The first checkpoint is held up for so long that writers have to wait; the second is held up,
   * too.
   */
  @Test
  void writers_whoWaitedForACheckpoint_doNotWaitForTheNextAsWell() throws Exception {
    Gate first = bases.add();
    Gate second = bases.add();
    CountDownLatch ahead = new CountDownLatch(1);
    try (FileStore store = open()) {
      StoreMap<Integer, String> map = store.map("map", Integer.class, String.class);
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    map.put(0, KILOBYTE.repeat(21));
                    await(first.reached);
                    map.put(1, KILOBYTE.repeat(21));
                    ahead.countDown();
                    map.put(2, KILOBYTE.repeat(20)); // has to wait
                    map.put(3, KILOBYTE); // begins the second checkpoint
                    await(second.reached);
                    for (int i = 0; i < 10; i++) {
                      map.put(i, KILOBYTE);
                    }
                  });
      ahead.await();
      first.opened.countDown();
      writer.join();
      assertThat(second.opened.getCount()).isEqualTo(1);
      second.opened.countDown();
    }
  }

  /**
   * Writes to a store until its next checkpoint is due, while the first one is held up; returns the
   * map. Whoever writes another 20 kilobytes has to wait, without an end.
   */
  private StoreMap<Integer, String> ahead(FileStore store, Gate gate) {
    StoreMap<Integer, String> map = store.map("map", Integer.class, String.class);
    map.put(0, KILOBYTE.repeat(21));
    await(gate.reached);
    map.put(1, KILOBYTE.repeat(21));
    return map;
  }

  @Test
  void writer_whoIsInterrupted_waitsForTheCheckpointNevertheless() throws Exception {
    Gate gate = bases.add();
    try (FileStore store = open()) {
      StoreMap<Integer, String> map = ahead(store, gate);
      boolean[] interrupted = new boolean[1];
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    map.put(2, KILOBYTE.repeat(20));
                    interrupted[0] = Thread.interrupted();
                  });
      assertThat(writer.join(Duration.ofMillis(200))).isFalse();
      gate.opened.countDown();
      writer.join();
      assertThat(interrupted[0]).isTrue();
    }
  }

  @Test
  void writer_whoseTimeoutEnds_isSlowedDownNoLonger() throws Exception {
    Gate gate = bases.add();
    try (FileStore store = open()) {
      StoreMap<Integer, String> map = ahead(store, gate);
      store.transact(
          TransactionOptions.timeout(Duration.ofMillis(100)),
          () -> map.put(2, KILOBYTE.repeat(20)));
      assertThat(gate.opened.getCount()).isEqualTo(1);
      gate.opened.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
