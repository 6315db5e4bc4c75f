package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.store.DurableStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a full file system of two megabytes: when there is room again, nothing is missing. */
class FullDiskTest {
  private static final int PAGE_BYTES = 4096;

  /** With more free pages, checkpoints make room again and again. */
  private static final int PAGES_FREE_MAX = 8;

  private static final int COMMITS = 400;

  @TempDir private Path directory;
  private Path ballast;
  private boolean mounted;

  @BeforeEach
  void mount() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString());
    assumeTrue(mounted, "only root can make a small file system");
    ballast = directory.resolve("ballast");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", "-l", directory.toString());
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** Fills the file system except for {@code pagesFree} pages. */
  private void fill(int pagesFree) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    Files.write(ballast, new byte[Math.toIntExact(free - (long) pagesFree * PAGE_BYTES)]);
  }

  private static DurableStore open(Path store) {
    return FileOptions.of(store).withSegmentBytes(1 << 14).withBacklogBytes(0).open();
  }

  @Test
  void store_diskIsFull_keepsWhatWasAcknowledged() throws Exception {
    liveOnFullDisk(3);
  }

  /** The disk is full for segments, checkpoints and manifests in turn. */
  @Tag("long")
  @Test
  void store_diskIsFullAtAnyPage_keepsWhatWasAcknowledged() throws Exception {
    for (int pagesFree = 0; pagesFree <= PAGES_FREE_MAX; pagesFree++) {
      liveOnFullDisk(pagesFree);
    }
  }

  private void liveOnFullDisk(int pagesFree) throws Exception {
    Path path = directory.resolve("store " + pagesFree);
    DurableStore store = open(path);
    store.map("map", Integer.class, byte[].class).put(-1, new byte[1]);
    fill(pagesFree);
    int acknowledged = 0;
    while (acknowledged < COMMITS && isDone(store, acknowledged)) {
      acknowledged++;
    }
    assertThat(acknowledged).as("commits with %s pages free", pagesFree).isLessThan(COMMITS);
    assertThat(isDone(store, acknowledged)).isFalse();
    assertThat(store.map("map", Integer.class, byte[].class).get(-1)).hasSize(1);
    attempt(store::close);
    attempt(() -> open(path).close());
    Files.delete(ballast);
    assertAcknowledged(path, acknowledged);
    deleteAll(path);
  }

  /**
   * Commits, and sometimes makes a checkpoint, which may fail; returns whether the commits
   * succeeded.
   */
  private static boolean isDone(DurableStore store, int i) {
    boolean done =
        attempt(() -> store.map("map", Integer.class, byte[].class).put(i % 20, new byte[i]))
            && attempt(() -> store.counter("commits").increment());
    if (i % 10 == 9) {
      attempt(store::checkpoint);
    }
    return done;
  }

  private static boolean attempt(Runnable work) {
    try {
      work.run();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static void assertAcknowledged(Path path, int acknowledged) {
    try (DurableStore found = open(path)) {
      assertThat(found.counter("commits").get()).isBetween((long) acknowledged, acknowledged + 2L);
      for (int i = Math.max(0, acknowledged - 18); i < acknowledged; i++) {
        byte[] value = found.map("map", Integer.class, byte[].class).get(i % 20);
        assertThat(value).isNotNull().hasSize(i);
      }
      assertThat(isDone(found, 9)).isTrue();
    }
  }

  private static void deleteAll(Path path) throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}
