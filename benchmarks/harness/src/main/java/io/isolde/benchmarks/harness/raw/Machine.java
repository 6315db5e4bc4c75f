package io.isolde.benchmarks.harness.raw;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Where and when results were measured. Immutable.
 *
 * @param time when, in UTC
 * @param jdk its vendor and version
 * @param flags of the JVM; none if the file does not say
 * @param system name, version and architecture of the operating system; {@code os} in older files
 * @param processors as many as Java sees
 */
public record Machine(
    String time, String jdk, List<String> flags, @JsonAlias("os") String system, int processors) {
  public Machine {
    flags = flags == null ? List.of() : List.copyOf(flags);
  }

  /** The same with other flags. */
  public Machine withFlags(List<String> others) {
    return new Machine(time, jdk, others, system, processors);
  }

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
