package io.isolde.stm.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process that runs a main class of the tests, and must exit with 0. */
public final class ChildJvm {
  private ChildJvm() {}

  /** Runs it to its end. */
  public static void run(List<String> flags, Class<?> main, List<String> arguments)
      throws Exception {
    Process process = start(flags, main, arguments);
    try {
      String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      assertThat(process.waitFor()).as("exit code, after %s", output).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(List<String> flags, Class<?> main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
