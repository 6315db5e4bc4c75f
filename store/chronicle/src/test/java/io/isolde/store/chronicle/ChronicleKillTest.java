package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.DurableStore;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import io.isolde.store.file.FileOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed (SIGKILL) loses no commit that was acknowledged as durable, and no
 * money: before its first checkpoint, after one, and during one. The kills are counted by kind.
 */
class ChronicleKillTest {
  private static final long SEED = 7;
  private static final int KILLS = Integer.getInteger("isolde.kills", 200);
  private static final int LINES_MAX = 120;
  private static final int ACCOUNTS = 300;
  private static final long OPENING_BALANCE = 100;

  /** The moment of a kill, as far as the process had reported. */
  private enum Kind {
    BEFORE_A_CHECKPOINT,
    AFTER_A_CHECKPOINT,
    AMID_THE_FIRST_CHECKPOINT,
    AMID_A_LATER_CHECKPOINT;

    static Kind of(int begun, int finished) {
      if (begun > finished) {
        return finished > 0 ? AMID_A_LATER_CHECKPOINT : AMID_THE_FIRST_CHECKPOINT;
      }
      return finished > 0 ? AFTER_A_CHECKPOINT : BEFORE_A_CHECKPOINT;
    }
  }

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final Map<Kind, Integer> kills = new EnumMap<>(Kind.class);
  private final long[] acknowledged = new long[2];
  private int begun;
  private int finished;

  @Tag("long")
  @Test
  void store_killedManyTimes_keepsWhatWasAcknowledged() throws Exception {
    killAndLook(KILLS);
    System.out.println("chronicle: was killed " + kills);
    assertThat(kills.values().stream().mapToInt(count -> count).sum()).isEqualTo(KILLS);
    assertThat(killsAfterACheckpoint()).isGreaterThanOrEqualTo(KILLS / 2);
    assertThat(kills).containsKey(Kind.AMID_A_LATER_CHECKPOINT);
  }

  private int killsAfterACheckpoint() {
    return kills.getOrDefault(Kind.AFTER_A_CHECKPOINT, 0)
        + kills.getOrDefault(Kind.AMID_A_LATER_CHECKPOINT, 0);
  }

  /** Kills and checks {@code count} times; every other kill comes after a finished checkpoint. */
  private void killAndLook(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      runAndKill(1 + random.nextInt(LINES_MAX), i % 2);
      kills.merge(Kind.of(begun, finished), 1, Integer::sum);
      look();
    }
  }

  /** Kills the program after it has reported so many checkpoints and then written so many lines. */
  private void runAndKill(int lineCount, int checkpoints) throws Exception {
    begun = 0;
    finished = 0;
    Process process = ChildJvm.start(Program.class, List.of("-Xmx128m"), directory.toString());
    try (BufferedReader lines = process.inputReader()) {
      while (finished < checkpoints) {
        note(lines.readLine());
      }
      for (int i = 0; i < lineCount; i++) {
        note(lines.readLine());
      }
      process.toHandle().destroyForcibly();
      String line;
      while ((line = lines.readLine()) != null) {
        note(line);
      }
    }
    process.waitFor();
  }

  /** A line that the kill has truncated shows a smaller number, or none. */
  private void note(@Nullable String line) {
    assertThat(line).as("the program has ended by itself").isNotNull();
    if (line.equals("begun")) {
      begun++;
    } else if (line.equals("finished")) {
      finished++;
    } else if (line.matches("[01] \\d+")) {
      int thread = line.charAt(0) - '0';
      acknowledged[thread] = Math.max(acknowledged[thread], Long.parseLong(line.substring(2)));
    }
  }

  private void look() {
    ChronicleFiles.verify(directory);
    try (Store store = Program.open(directory)) {
      for (int thread = 0; thread < acknowledged.length; thread++) {
        assertThat(store.counter("transfers " + thread).get())
            .isGreaterThanOrEqualTo(acknowledged[thread]);
      }
      StoreMap<Integer, Long> accounts = Program.accounts(store);
      long total =
          store.snapshot(() -> accounts.values().stream().mapToLong(Long::longValue).sum());
      assertThat(total).isEqualTo(accounts.size() * OPENING_BALANCE);
      assertThat(accounts.size()).isIn(0, ACCOUNTS);
    }
  }

  /** The program that is killed: two threads transfer, and one writes checkpoints. */
  static final class Program {
    private Program() {}

    static DurableStore open(Path directory) {
      return ChronicleStores.open(FileOptions.of(directory).withSegmentBytes(1 << 14));
    }

    static StoreMap<Integer, Long> accounts(Store store) {
      return store.map("accounts", Integer.class, Long.class);
    }

    /** Takes the directory of the store. */
    public static void main(String[] arguments) throws IOException {
      DurableStore store = open(Path.of(arguments[0]));
      store.transact(
          () -> {
            for (int i = 0; i < ACCOUNTS; i++) {
              accounts(store).putIfAbsent(i, OPENING_BALANCE);
            }
          });
      for (int thread = 0; thread < 2; thread++) {
        int number = thread;
        Thread.ofPlatform().daemon().start(() -> transferForEver(store, number));
      }
      while (true) {
        System.out.println("begun");
        store.checkpoint();
        System.out.println("finished");
      }
    }

    private static void transferForEver(Store store, int thread) {
      Random random = new Random(thread);
      while (true) {
        int from = random.nextInt(ACCOUNTS);
        int to = random.nextInt(ACCOUNTS);
        long number =
            store.transact(
                () -> {
                  accounts(store).merge(from, -1L, Long::sum);
                  accounts(store).merge(to, 1L, Long::sum);
                  return store.counter("transfers " + thread).addAndGet(1);
                });
        System.out.println(thread + " " + number);
      }
    }
  }
}
