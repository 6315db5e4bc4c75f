package io.isolde.store.testkit.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The library {@code faults.c}, built for this machine, which makes system calls of a process fail.
 * Immutable.
 */
public final class FaultLibrary {
  private static final String SOURCE = "faults.c";

  private final Path file;

  private FaultLibrary(Path file) {
    this.file = file;
  }

  /** Builds the library in a directory, or skips the test where that is not possible. */
  public static FaultLibrary build(Path directory) throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux") && runs("gcc", "--version"),
        "system calls are made to fail on Linux only, by a library that is built with gcc");
    Path source = directory.resolve(SOURCE);
    try (InputStream bytes = FaultLibrary.class.getResourceAsStream(SOURCE)) {
      Files.copy(Objects.requireNonNull(bytes), source);
    }
    Path library = directory.resolve("faults.so");
    if (!runs("gcc", "-shared", "-fPIC", "-o", "" + library, "" + source, "-ldl", "-lpthread")) {
      throw new IOException(SOURCE + " cannot be built");
    }
    return new FaultLibrary(library);
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      ProcessBuilder.Redirect nowhere = ProcessBuilder.Redirect.DISCARD;
      Process process = new ProcessBuilder(command).inheritIO().redirectOutput(nowhere).start();
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** Plants a fault in a process that is about to start; it affects the files in a directory. */
  public void plant(Fault fault, Path directory, Path report, ProcessBuilder process)
      throws IOException {
    process.environment().put("LD_PRELOAD", file.toString());
    process.environment().put("FAULT_DIRECTORY", directory.toRealPath().toString());
    process.environment().put("FAULT_REPORT", report.toString());
    process.environment().putAll(fault.environment());
  }
}
