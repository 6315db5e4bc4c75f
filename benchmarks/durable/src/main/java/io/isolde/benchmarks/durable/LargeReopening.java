package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.LargeFile.Reopened;
import io.isolde.benchmarks.durable.LargeFile.Task;
import io.isolde.benchmarks.durable.peer.LargeAccounts;
import io.isolde.benchmarks.harness.raw.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Opens a large store, and checks that everything is there. */
final class LargeReopening {
  private LargeReopening() {}

  /**
   * Arguments: the JSON files of the task and of the results to write. Started by {@link Large}.
   */
  public static void main(String[] args) throws IOException {
    CollectedHeap heap = CollectedHeap.watch();
    Task task = Json.read(Path.of(args[0]), Task.class);
    Json.write(Path.of(args[1]), reopened(task, heap));
  }

  private static Reopened reopened(Task task, CollectedHeap heap) {
    long start = System.nanoTime();
    try (LargeAccounts accounts = new LargeAccounts(task.uri(), task.valueBytes())) {
      accounts.balance(task.entries() / 2);
      long firstGetNanos = System.nanoTime() - start;
      long startedNanos = nanosSinceStart();
      long before = System.nanoTime();
      boolean right = Transfers.areRight(accounts, task.entries());
      long snapshotNanos = System.nanoTime() - before;
      return new Reopened(firstGetNanos, startedNanos, snapshotNanos, heap.bytes(), right);
    }
  }

  private static long nanosSinceStart() {
    return 1_000_000 * ManagementFactory.getRuntimeMXBean().getUptime();
  }
}
