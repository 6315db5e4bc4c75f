package io.isolde.benchmarks.sharing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when a comparison was made.
 *
 * <p>Immutable.
 */
public record Machine(String time, String jdk, String system, int processors) {

  /** This machine, now. */
  static Machine present() {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        property("java.vendor") + " " + property("java.runtime.version"),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  private static String property(String name) {
    return System.getProperty(name, "?");
  }
}
