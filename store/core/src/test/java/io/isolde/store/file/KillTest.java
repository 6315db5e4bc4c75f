package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.store.Change;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.spi.Backlog;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A killed process loses no commit that was acknowledged as durable, and no money, and nothing is
 * missing in the change stream that is resumed afterwards.
 */
class KillTest {
  private static final long SEED = 7;
  private static final int KILLS = Integer.getInteger("isolde.kills", 200);
  private static final int TRANSFERS_MAX = 200;

  @TempDir private Path directory;

  /** A copy of the accounts, which follows the store from kill to kill. */
  private final Map<Object, Object> mirror = new HashMap<>();

  /** The position up to which the mirror follows; null before the first kill. */
  private @Nullable String position;

  @Test
  void store_killedAFewTimes_canBeFollowed() throws Exception {
    killAndLook(3);
    assertThat(position).isNotNull();
  }

  @Tag("long")
  @Test
  void store_killedManyTimes_keepsWhatWasAcknowledged() throws Exception {
    killAndLook(KILLS);
  }

  private void killAndLook(int kills) throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < kills; i++) {
      look(runAndKill(1 + random.nextInt(TRANSFERS_MAX)));
    }
  }

  private void look(long[] acknowledged) throws Exception {
    try (FileStore store = (FileStore) FileOptions.of(directory).open()) {
      for (int thread = 0; thread < acknowledged.length; thread++) {
        assertThat(store.counter("transfers " + thread).get())
            .isGreaterThanOrEqualTo(acknowledged[thread]);
      }
      StoreMap<Integer, Long> accounts = KilledProgram.accounts(store);
      long total =
          store.snapshot(() -> accounts.values().stream().mapToLong(Long::longValue).sum());
      assertThat(total).isEqualTo(KilledProgram.ACCOUNTS * KilledProgram.OPENING_BALANCE);
      follow(store, store.counter("looks"));
      assertThat(mirror).isEqualTo(accounts);
    }
  }

  private void follow(FileStore store, StoreCounter looks) throws Exception {
    if (position == null) {
      Commits commits = Commits.of(store.changes(1));
      looks.increment();
      position = commits.next().position();
      mirror.putAll(KilledProgram.accounts(store));
    } else {
      ResumeTest.read(store, position).forEach(this::apply);
    }
  }

  private void apply(Backlog.Entry commit) {
    for (Change change : commit.changes()) {
      if (change.name().equals("accounts")) {
        mirror.put(change.key(), change.value());
      }
    }
    position = commit.position();
  }

  @Test
  void store_openInAnotherProcess_isRefused() throws Exception {
    Process process = start();
    try (BufferedReader lines = process.inputReader()) {
      assertThat(lines.readLine()).isNotNull();
      assertThatIllegalStateException()
          .isThrownBy(() -> FileOptions.of(directory).open())
          .withMessageContainingAll(directory.toString(), "open already, in another process");
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
    }
  }

  /**
   * Kills the program after it has printed so many transfers; returns the last one of each thread.
   */
  private long[] runAndKill(int transfers) throws IOException, InterruptedException {
    Process process = start();
    long[] acknowledged = new long[2];
    try (BufferedReader lines = process.inputReader()) {
      for (int i = 0; i < transfers; i++) {
        note(lines.readLine(), acknowledged);
      }
      process.toHandle().destroyForcibly();
      String line;
      while ((line = lines.readLine()) != null) {
        note(line, acknowledged);
      }
    }
    process.waitFor();
    return acknowledged;
  }

  private Process start() throws IOException {
    String classPath = System.getProperty("java.class.path");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", classPath),
            KilledProgram.class.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** A line that the kill has truncated shows a smaller number, or none. */
  private static void note(@Nullable String line, long[] acknowledged) {
    assertThat(line).as("the program has ended by itself").isNotNull();
    if (line.matches("[01] \\d+")) {
      int thread = line.charAt(0) - '0';
      acknowledged[thread] = Math.max(acknowledged[thread], Long.parseLong(line.substring(2)));
    }
  }
}
