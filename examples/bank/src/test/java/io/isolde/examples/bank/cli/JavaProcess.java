package io.isolde.examples.bank.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the bank in a JVM of its own. */
final class JavaProcess {

  private JavaProcess() {}

  /** The flags of this JVM for modules of the JDK, which Chronicle Map needs. */
  static List<String> flagsOfThisJvm() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--"))
        .toList();
  }

  /** What this JVM was told about its compiler and its collector; nothing in long tests. */
  private static List<String> compilerOfThisJvm() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.matches("-XX:(TieredStopAtLevel=|\\+Use.*GC).*"))
        .toList();
  }

  /** Starts the bank. */
  static Process start(List<String> jvmFlags, String... args) throws IOException {
    return start(Bank.class, jvmFlags, args);
  }

  /** Starts a program. */
  static Process start(Class<?> program, List<String> jvmFlags, String... args) throws IOException {
    return new ProcessBuilder(command(program, jvmFlags, args)).start();
  }

  /** Starts the bank with a limit of some kilobytes on the files that it writes. */
  static Process startWithSmallFiles(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -f 64; exec \"$@\"", "sh"));
    List<String> flags = new ArrayList<>(flagsOfThisJvm());
    flags.add("-XX:-UsePerfData");
    command.addAll(command(Bank.class, flags, args));
    return new ProcessBuilder(command).start();
  }

  static List<String> command(Class<?> program, List<String> jvmFlags, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(compilerOfThisJvm());
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    return command;
  }
}
