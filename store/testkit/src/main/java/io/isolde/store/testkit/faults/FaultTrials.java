package io.isolde.store.testkit.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Trials in which real system calls fail under a program that commits, in a process of its own.
 * Afterwards another process opens the store and looks for the acknowledged commits. A seed repeats
 * its trial, except for the interleaving of threads.
 */
public final class FaultTrials {
  private static final long LIFE_SECONDS_MAX = 120;

  /**
   * Flags that include those that Chronicle Map needs; {@code file:} does not need them, but runs
   * with them.
   */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED");

  private final String scheme;
  private final Path directory;
  private final FaultLibrary library;

  /**
   * What the program does. Immutable.
   *
   * @param interrupts whether committing threads are interrupted all the time
   * @param checkpoints whether there are checkpoints, which may hide what the journal has lost
   * @param acknowledgedMax how many commits are acknowledged before the process halts, at most
   */
  public record Life(boolean interrupts, boolean checkpoints, int acknowledgedMax) {
    static Life random(Random random) {
      int commits = FaultedProgram.COMMITS_MAX;
      return new Life(random.nextBoolean(), random.nextBoolean(), 1 + random.nextInt(commits));
    }

    int checkpointBytes() {
      return checkpoints ? 20_000 : 100_000_000;
    }

    String[] arguments(String uri) {
      return new String[] {uri, "" + interrupts, "" + checkpoints, "" + acknowledgedMax};
    }
  }

  /** The results of all trials. */
  public static final class Tally {
    private int trials;
    private int faults;
    private int acknowledged;
    private final List<String> refused = new ArrayList<>();

    /** The number of trials. */
    public int trials() {
      return trials;
    }

    /** The number of trials in which a call failed. */
    public int faults() {
      return faults;
    }

    /** The trials whose stores refused to open, each with the reason. */
    public List<String> refused() {
      return refused;
    }

    @Override
    public String toString() {
      return trials
          + " trials: the fault happened in "
          + faults
          + ", "
          + acknowledged
          + " commits were acknowledged and are there, "
          + refused.size()
          + " stores were refused";
    }
  }

  private final Tally tally = new Tally();

  /** Makes trials of a backend, in an empty directory. */
  public FaultTrials(String scheme, Path directory) throws IOException, InterruptedException {
    this.scheme = scheme;
    this.directory = directory;
    this.library = FaultLibrary.build(directory);
  }

  /** Runs {@code count} trials, with the seeds from {@code seed} on. */
  public Tally run(long seed, int count) throws IOException, InterruptedException {
    try (Checker checker = new Checker()) {
      for (long i = seed; i < seed + count; i++) {
        Random random = new Random(i * 0x9E3779B97F4A7C15L);
        run(Fault.random(random), Life.random(random), i, checker);
      }
    }
    return tally;
  }

  /** Runs one trial. */
  public Tally run(Fault fault, Life life) throws IOException, InterruptedException {
    try (Checker checker = new Checker()) {
      run(fault, life, 0, checker);
    }
    return tally;
  }

  private void run(Fault fault, Life life, long seed, Checker checker)
      throws IOException, InterruptedException {
    String title = "seed " + seed + ", " + fault + ", " + life;
    Path trial = Files.createDirectory(directory.resolve("trial " + tally.trials));
    Path store = Files.createDirectory(trial.resolve("store"));
    Path errors = trial.resolve("errors");
    Path report = trial.resolve("report");
    String uri =
        scheme + ":" + store + "?segmentBytes=4096&checkpointBytes=" + life.checkpointBytes();
    ProcessBuilder builder =
        java(FaultedProgram.class, life.arguments(uri)).redirectError(errors.toFile());
    library.plant(fault, store, report, builder);
    Process process = builder.start();
    try {
      List<String> acknowledged = acknowledged(process);
      look(checker, uri, acknowledged, title);
      tally.faults += Files.exists(report) ? 1 : 0;
      tally.acknowledged += acknowledged.size();
      tally.trials++;
    } catch (AssertionError e) {
      throw new AssertionError(
          title + ": " + e.getMessage() + "\n" + text(report) + "\n" + text(errors), e);
    } finally {
      process.destroyForcibly();
    }
    deleteAll(trial);
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static void deleteAll(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        for (Path entry : entries.toList()) {
          deleteAll(entry);
        }
      }
    }
    Files.delete(path);
  }

  /** Builds the process of a program, with the flags that Chronicle Map needs. */
  public static ProcessBuilder java(Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_FLAGS);
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  /** The commits that were acknowledged to the program, once it has ended. */
  private static List<String> acknowledged(Process process) throws InterruptedException {
    CompletableFuture<List<String>> lines =
        CompletableFuture.supplyAsync(() -> process.inputReader().lines().toList());
    if (!process.waitFor(LIFE_SECONDS_MAX, TimeUnit.SECONDS)) {
      throw new AssertionError("the program hangs: " + stacks(process));
    }
    if (process.exitValue() != FaultedProgram.ENDED) {
      throw new AssertionError("the program has died: " + lines.join());
    }
    return lines.join().stream()
        .filter(line -> line.startsWith("acknowledged "))
        .map(line -> line.substring("acknowledged ".length()))
        .toList();
  }

  private static String stacks(Process process) {
    try {
      String jstack = Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
      return new ProcessBuilder(jstack, String.valueOf(process.pid()))
          .start()
          .inputReader()
          .lines()
          .reduce("", (a, b) -> a + "\n" + b);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void look(Checker checker, String uri, List<String> acknowledged, String title)
      throws IOException {
    List<String> found = checker.look(uri);
    if (found.get(0).startsWith("refused ")) {
      tally.refused.add(title + ": " + found);
    } else {
      TreeSet<String> missing = new TreeSet<>(acknowledged);
      missing.removeAll(found);
      if (!missing.isEmpty()) {
        throw new AssertionError("lost: " + missing + " of " + acknowledged + "; found: " + found);
      }
    }
  }

  /** A process without faults that has not opened the stores before. */
  private static final class Checker implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    Checker() throws IOException {
      process = java(CheckingProgram.class).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      answers = process.inputReader();
    }

    /** The words in the store, or why it is refused. */
    List<String> look(String uri) throws IOException {
      process.outputWriter().append(uri).append('\n').flush();
      String answer = Objects.requireNonNull(answers.readLine(), "the checker has died");
      if (answer.startsWith("wrong ")) {
        throw new AssertionError(answer);
      }
      return answer.startsWith("refused ") ? List.of(answer) : List.of(answer.split(" "));
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
