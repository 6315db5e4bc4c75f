package io.isolde.store.testkit.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.Patience;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM that this one has started, and with which it talks in lines. It has this JVM's class path,
 * module path and module options, so it finds the same backends, as modules or not. Thread-safe.
 */
public final class ChildJvm implements AutoCloseable {
  /** What a child says when it is ready to begin. */
  static final String READY = "ready";

  /** How much of what a child has complained about is kept for messages. */
  private static final int COMPLAINTS_MAX = 200;

  private final Process process;
  private final LinkedBlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> complaints = new LinkedBlockingQueue<>(COMPLAINTS_MAX);

  private final Thread complaining;

  private ChildJvm(Process process) {
    this.process = process;
    startReader(() -> takeDown(process.inputReader(StandardCharsets.UTF_8)));
    complaining = startReader(() -> complaintsOf(process.errorReader(StandardCharsets.UTF_8)));
  }

  private Thread startReader(Runnable reader) {
    return Thread.ofPlatform().daemon().name("reader of JVM " + process.pid()).start(reader);
  }

  private void takeDown(BufferedReader from) {
    forEachLine(from, line -> lines.add(Optional.of(line)));
    lines.add(Optional.empty());
  }

  private void complaintsOf(BufferedReader from) {
    forEachLine(
        from,
        line -> {
          boolean unused = complaints.offer(line);
        });
  }

  private static void forEachLine(BufferedReader from, Consumer<String> to) {
    try {
      from.lines().forEach(to);
    } catch (UncheckedIOException e) {
      to.accept(e.toString()); // the process was destroyed
    }
  }

  /**
   * Starts a JVM that opens a store and does a task.
   *
   * @param task its class, which has a constructor without parameters
   * @param uri of the store
   * @param arguments for the task
   * @return the JVM, which may not be ready yet
   */
  public static ChildJvm start(Class<? extends Task> task, String uri, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(task.getName(), uri));
    all.addAll(arguments);
    return startProgram(TaskProgram.class, all);
  }

  /**
   * Starts a JVM that runs a program.
   *
   * @param program its main class
   * @param arguments for the program
   * @return the JVM
   */
  public static ChildJvm startProgram(Class<?> program, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(moduleOptions());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    addPaths(command);
    addProgram(command, program);
    command.addAll(arguments);
    return new ChildJvm(new ProcessBuilder(command).start());
  }

  /** This JVM's options like {@code --add-opens}, and whether to ignore those it does not know. */
  private static List<String> moduleOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--") || option.contains("IgnoreUnrecognizedVMOptions"))
        .filter(option -> !option.startsWith("--module-path"))
        .toList();
  }

  private static void addPaths(List<String> command) {
    String modulePath = System.getProperty("jdk.module.path");
    if (modulePath != null) {
      command.addAll(List.of("-p", modulePath));
    }
    String classPath = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", classPath)));
  }

  private static void addProgram(List<String> command, Class<?> program) {
    Module module = program.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("-m", module.getName() + "/" + program.getName()));
    } else {
      command.add(program.getName());
    }
  }

  /** Lets several JVMs begin together: waits until each is ready, and then tells all of them. */
  public static void letBegin(ChildJvm... children) throws InterruptedException {
    for (ChildJvm child : children) {
      child.requireNext(READY);
    }
    for (ChildJvm child : children) {
      child.say("begin");
    }
  }

  /**
   * Says a line, which the child hears.
   *
   * @param line without line breaks
   * @throws AssertionError if the child has ended
   */
  public synchronized void say(String line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new AssertionError("cannot hear '" + line + "': " + this, e);
    }
  }

  /**
   * Waits for the child's next line.
   *
   * @return the line
   * @throws AssertionError if none comes, or the child has ended
   */
  public String next() throws InterruptedException {
    return next(Patience.limit());
  }

  /** Waits for the child's next line, for a limited time. */
  public String next(Duration limit) throws InterruptedException {
    Optional<String> line = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw new AssertionError("says nothing for " + limit + ": " + this);
    }
    return requireLine(line);
  }

  private String requireLine(Optional<String> line) {
    if (line.isEmpty()) {
      lines.add(line);
      throw noMore();
    }
    return line.get();
  }

  /** Waits for the child's next line, which must be {@code expected}. */
  public void requireNext(String expected) throws InterruptedException {
    assertThat(next()).as("what %s says", this).isEqualTo(expected);
  }

  /**
   * Whether the child has said a line that nobody has taken.
   *
   * @return whether {@link #next()} returns at once
   * @throws AssertionError if the child has ended, and all its lines were taken
   */
  public boolean hasSaid() {
    Optional<String> line = lines.peek();
    if (line != null && line.isEmpty()) {
      throw noMore();
    }
    return line != null;
  }

  /** The failure of a wait for a child that has ended, or is about to. */
  private AssertionError noMore() {
    Process unused = process.onExit().completeOnTimeout(process, 1, TimeUnit.SECONDS).join();
    return new AssertionError("says no more: " + this);
  }

  /** Takes the lines that the child has said up to now, without waiting. */
  public List<String> said() throws InterruptedException {
    List<String> said = new ArrayList<>();
    while (hasSaid()) {
      said.add(next());
    }
    return said;
  }

  /**
   * Kills the child, which cannot do anything about it, and waits for its end. May be called by any
   * thread, at any moment.
   *
   * @return the lines that it had said and that nobody had taken
   */
  public List<String> kill() throws InterruptedException {
    boolean unused = process.toHandle().destroyForcibly(); // which leaves the pipes as they are
    List<String> rest = new ArrayList<>();
    Optional<String> line = take();
    while (line.isPresent()) {
      rest.add(line.get());
      line = take();
    }
    lines.add(line);
    return rest;
  }

  private Optional<String> take() throws InterruptedException {
    Optional<String> line = lines.poll(Patience.limit().toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new AssertionError("does not end: " + this);
    }
    return line;
  }

  /** Waits until the child has done its task and ended. */
  public void awaitEnd() throws InterruptedException {
    boolean ended = process.waitFor(Patience.limit().toSeconds(), TimeUnit.SECONDS);
    assertThat(ended && process.exitValue() == 0).as("right end of %s", this).isTrue();
  }

  /** Kills the child, unless it has ended. */
  @Override
  public void close() {
    process.destroyForcibly();
  }

  /** Says whether the JVM runs, and what it has complained about. */
  @Override
  public String toString() {
    String state = process.isAlive() ? "running" : "ended with " + process.exitValue();
    return "JVM " + process.pid() + " (" + state + ")\n" + String.join("\n", allComplaints());
  }

  /** What it has complained about: all of that if it has ended. */
  private Collection<String> allComplaints() {
    try {
      boolean unused = process.isAlive() || complaining.join(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return complaints;
  }
}
