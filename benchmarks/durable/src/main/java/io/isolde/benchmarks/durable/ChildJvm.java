package io.isolde.benchmarks.durable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Runs a program in a fresh JVM, with this one's flags and class path. */
final class ChildJvm {
  private ChildJvm() {}

  /**
   * Waits until the program has ended.
   *
   * @param flags further flags, which override this JVM's
   * @throws IOException if it ended with an exit code other than 0
   */
  static void run(Class<?> program, List<String> flags, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.addAll(List.of("-classpath", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(arguments));
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException(program.getSimpleName() + " ended with exit code " + exit);
    }
  }
}
