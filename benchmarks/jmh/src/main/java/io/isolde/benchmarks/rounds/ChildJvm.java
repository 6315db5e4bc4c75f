package io.isolde.benchmarks.rounds;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs comparisons, each in a JVM of its own with this JVM's flags and class path.
 *
 * @param warmups rounds that do not count
 * @param rounds rounds that count
 * @param roundMillis length of each side of a round
 */
public record ChildJvm(int warmups, int rounds, long roundMillis) {
  /** How long starting a JVM may take. */
  private static final long START_MILLIS_MAX = 60_000;

  /** How many times longer than asked for the rounds may take. */
  private static final long DELAY_MAX = 4;

  /** The outcome of the comparison with this index in the catalog. */
  public Outcome run(int index) throws IOException, InterruptedException {
    Path file = Files.createTempFile("isolde-rounds", ".json");
    try {
      Process child = new ProcessBuilder(command(index, file)).inheritIO().start();
      if (!child.waitFor(millisMax(), TimeUnit.MILLISECONDS)) {
        child.destroyForcibly();
        throw new IOException("hung: did not end within " + millisMax() / 1000 + " s");
      }
      if (child.exitValue() != 0) {
        throw new IOException("ended with exit code " + child.exitValue());
      }
      return Json.MAPPER.readValue(file.toFile(), Outcome.class);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private long millisMax() {
    return START_MILLIS_MAX + DELAY_MAX * 2 * (warmups + rounds) * roundMillis;
  }

  private List<String> command(int index, Path file) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    command.add(PairRun.class.getName());
    command.add(String.valueOf(index));
    command.add(String.valueOf(warmups));
    command.add(String.valueOf(rounds));
    command.add(String.valueOf(roundMillis));
    command.add(file.toString());
    return command;
  }
}
