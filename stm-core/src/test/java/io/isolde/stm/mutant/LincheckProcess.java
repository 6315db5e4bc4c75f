package io.isolde.stm.mutant;

import io.isolde.stm.lincheck.QuickLincheck;
import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs Lincheck on changed classes, in a process of its own, because Lincheck looks for classes by
 * name.
 */
final class LincheckProcess {
  private LincheckProcess() {}

  /** Runs the scenarios with {@code changed} classes; returns what was printed. */
  static String run(Map<String, byte[]> changed) throws IOException, InterruptedException {
    Path classes = Files.createTempDirectory("isolde-mutant");
    for (Map.Entry<String, byte[]> entry : changed.entrySet()) {
      Path file = classes.resolve(entry.getKey().replace('.', '/') + ".class");
      Files.createDirectories(file.getParent());
      Files.write(file, entry.getValue());
    }
    Process process = start(classes);
    String output = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    process.waitFor();
    return output;
  }

  private static Process start(Path classes) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    List<String> flags =
        List.of("-XX:+EnableDynamicAgentLoading", "--sun-misc-unsafe-memory-access=allow");
    ProcessBuilder builder = new ProcessBuilder(java);
    builder.command().addAll(flags);
    builder.command().addAll(List.of("-cp", classPath, QuickLincheck.class.getName()));
    return builder.redirectErrorStream(true).start();
  }
}
