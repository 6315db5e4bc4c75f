package io.isolde.benchmarks.harness.jvm;

import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.raw.Machine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs a program in a JVM of its own, with this one's class path and flags, and with {@link
 * Collector a collector} that is chosen explicitly. The program writes its results as JSON to the
 * file that its last argument names. Immutable.
 *
 * @param program its main class
 * @param flags further flags, which override this JVM's
 * @param limit how long it may take
 */
public record ChildJvm(Class<?> program, List<String> flags, Duration limit) {
  /** More than any measurement takes. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** A JVM without further flags, which may take as long as it needs. */
  public static ChildJvm of(Class<?> program) {
    return new ChildJvm(program, List.of(), PATIENCE);
  }

  /** The same with further flags. */
  public ChildJvm withFlags(List<String> more) {
    return new ChildJvm(program, List.copyOf(more), limit);
  }

  /** The same with another limit. */
  public ChildJvm within(Duration time) {
    return new ChildJvm(program, flags, time);
  }

  /** Where its results come from: this machine, now, and the flags of the JVM. */
  public Machine machine() {
    return Machine.present().withFlags(allFlags());
  }

  /**
   * Runs the program and reads its results. If this thread is interrupted, the JVM is ended.
   *
   * @throws IOException if the program fails, exceeds the limit, or leaves no such results
   */
  public <T> T run(Class<T> results, String... arguments) throws IOException, InterruptedException {
    Path file = Files.createTempFile("isolde-results", ".json");
    try {
      run(command(file, arguments));
      return Json.read(file, results);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    Process child = new ProcessBuilder(command).inheritIO().start();
    try {
      if (!child.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("hung: did not end within " + limit.toSeconds() + " s");
      }
    } finally {
      child.destroyForcibly();
    }
    if (child.exitValue() != 0) {
      throw new IOException("ended with exit code " + child.exitValue());
    }
  }

  private List<String> command(Path file, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(allFlags());
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    command.add(file.toString());
    return command;
  }

  private List<String> allFlags() {
    List<String> inherited = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return Collector.chosen(Stream.concat(inherited.stream(), flags.stream()).toList());
  }
}
