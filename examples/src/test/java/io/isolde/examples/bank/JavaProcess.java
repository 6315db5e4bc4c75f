package io.isolde.examples.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The bank in a virtual machine of its own. */
final class JavaProcess {

  private JavaProcess() {}

  /** Starts the bank. */
  static Process start(List<String> jvmFlags, String... args) throws IOException {
    return start(Bank.class, jvmFlags, args);
  }

  /** Starts a program. */
  static Process start(Class<?> program, List<String> jvmFlags, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }
}
