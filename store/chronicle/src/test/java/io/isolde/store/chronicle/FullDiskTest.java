package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isolde.store.Durability;
import io.isolde.store.DurableStore;
import io.isolde.store.StoreMap;
import io.isolde.store.file.FileOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint on a full disk fails, and the store continues; the checkpoint succeeds when there is
 * room again. The test uses a JVM of its own, which a page without a block would end, and a small
 * file system of its own, which only root can make.
 */
class FullDiskTest {
  private static final int ROUNDS = 12;

  @TempDir private Path folder;
  private Path disk;

  @BeforeEach
  void makeDisk() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        runs("mount", "-t", "tmpfs", "-o", "size=12m", "isolde", disk.toString()),
        "only root can make a small file system to be filled up");
  }

  @AfterEach
  void removeDisk() throws Exception {
    if (disk != null) {
      runs("umount", "-l", disk.toString());
    }
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  @Tag("long")
  @Test
  void checkpoint_diskIsFull_failsAndTheStoreGoesOn() throws Exception {
    Process child = ChildJvm.start(Filler.class, List.of("-Xmx256m"), disk.toString());
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = child.inputReader()) {
      reader.lines().forEach(lines::add);
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as("%s", lines).isZero();
    assertThat(lines).last().isEqualTo("intact");
    assertThat(lines.stream().filter(line -> line.startsWith("refused"))).hasSizeGreaterThan(3);
    assertThat(lines.stream().filter(line -> line.startsWith("made"))).hasSize(ROUNDS);
  }

  /** The program that is started. */
  static final class Filler {
    private Filler() {}

    private static StoreMap<Integer, byte[]> map(DurableStore store) {
      return store.map("map", Integer.class, byte[].class);
    }

    private static DurableStore open(Path disk) {
      return ChronicleStores.open(
          FileOptions.of(disk.resolve("store"))
              .withDurability(Durability.NONE)
              .withSegmentBytes(1 << 16)
              .withBacklogBytes(0));
    }

    /** Takes a directory in the small file system. */
    public static void main(String[] arguments) throws IOException {
      Path disk = Path.of(arguments[0]);
      Random random = new Random(5);
      int entries = 0;
      try (DurableStore store = open(disk)) {
        for (int round = 0; round < ROUNDS; round++) {
          for (int i = 0; i < 200; i++) {
            map(store).put(entries++, new byte[40 * round]);
          }
          store.force();
          fillUp(disk, random.nextInt(20) * 10_000L);
          checkpoint(store);
          assertIntact(store, entries);
          Files.delete(disk.resolve("ballast"));
          store.checkpoint();
          System.out.println("made " + round);
        }
      }
      try (DurableStore store = open(disk)) {
        assertIntact(store, entries);
      }
      System.out.println("intact");
    }

    private static void checkpoint(DurableStore store) {
      try {
        store.checkpoint();
        System.out.println("there was room");
      } catch (UncheckedIOException e) {
        System.out.println("refused: " + e);
      }
    }

    private static void assertIntact(DurableStore store, int entries) {
      if (map(store).size() != entries) {
        throw new AssertionError(map(store).size() + " of " + entries);
      }
      for (Map.Entry<Integer, byte[]> entry : map(store).entrySet()) {
        if (entry.getValue().length != entry.getKey() / 200 * 40) {
          throw new AssertionError(entry.getKey() + ": " + entry.getValue().length);
        }
      }
    }

    /** Fills the disk except for {@code left} bytes. */
    private static void fillUp(Path disk, long left) throws IOException {
      try (FileChannel ballast =
          FileChannel.open(
              disk.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        try {
          while (true) {
            ballast.write(ByteBuffer.allocate(4096));
          }
        } catch (IOException e) {
          ballast.truncate(Math.max(0, ballast.size() - left));
        }
      }
    }
  }
}
