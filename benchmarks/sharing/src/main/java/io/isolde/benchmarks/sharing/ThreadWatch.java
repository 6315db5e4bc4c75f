package io.isolde.benchmarks.sharing;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.isolde.benchmarks.harness.raw.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Counts the threads that have been started and are still alive, platform and virtual ones alike.
 *
 * <p>Thread-confined.
 */
final class ThreadWatch {
  /** How long a comparison waits for threads that are about to end. */
  static final long GRACE_MILLIS = 2000;

  /** Threads that the virtual machine starts for itself, at any time. */
  private static final Pattern OF_THE_MACHINE =
      Pattern.compile(
          "ForkJoinPool-\\d+-worker-\\d+|VirtualThread-unparker|VirtualThread-unblocker"
              + "|Read-Poller|Write-Poller|Common-Cleaner|Attach Listener|JFR.*");

  private final Set<Long> before;

  private ThreadWatch(Set<Long> before) {
    this.before = before;
  }

  /** Remembers the threads that are alive now. */
  static ThreadWatch begin() {
    return new ThreadWatch(alive());
  }

  /** How many threads were started since then and do not end within the time given. */
  int left(long graceMillis) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(graceMillis);
    int left = newOnes();
    while (left > 0 && System.nanoTime() < deadline) {
      Thread.sleep(10);
      left = newOnes();
    }
    return left;
  }

  private int newOnes() {
    Set<Long> threads = alive();
    threads.removeAll(before);
    return threads.size();
  }

  /** The ids of all threads; only a thread dump knows of virtual ones. */
  private static Set<Long> alive() {
    try {
      Path folder = Files.createTempDirectory("threads");
      Path dump = folder.resolve("dump.json");
      try {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .dumpThreads(dump.toString(), ThreadDumpFormat.JSON);
        return ids(Json.read(dump, JsonNode.class));
      } finally {
        Files.deleteIfExists(dump);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the threads cannot be counted", e);
    }
  }

  private static Set<Long> ids(JsonNode dump) {
    Set<Long> ids = new TreeSet<>();
    for (JsonNode container : dump.at("/threadDump/threadContainers")) {
      for (JsonNode thread : container.path("threads")) {
        if (!OF_THE_MACHINE.matcher(thread.path("name").asText()).matches()) {
          ids.add(thread.path("tid").asLong());
        }
      }
    }
    return ids;
  }
}
