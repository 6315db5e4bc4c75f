package io.isolde.benchmarks.rounds;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when results were measured.
 *
 * @param time the start
 * @param jdk its vendor and version
 * @param flags of the JVM
 * @param os name, version, architecture
 * @param processors as many as Java sees
 */
public record Machine(String time, String jdk, List<String> flags, String os, int processors) {
  /** Here and now. */
  public static Machine present() {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        ManagementFactory.getRuntimeMXBean().getInputArguments(),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }
}
