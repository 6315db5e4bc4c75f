package io.isolde.benchmarks.durable;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import io.isolde.benchmarks.durable.LargeFile.Task;
import io.isolde.benchmarks.durable.LargeFile.Worked;
import io.isolde.benchmarks.durable.peer.LargeAccounts;
import io.isolde.benchmarks.durable.peer.PlainChronicleMap;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import io.isolde.benchmarks.harness.rounds.Step;
import io.isolde.benchmarks.harness.rounds.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Loads a large store and works with it. */
final class LargeWork {
  private LargeWork() {}

  /**
   * Arguments: the JSON files of the task and of the results to write. Started by {@link Large}.
   */
  public static void main(String[] args) throws Exception {
    Task task = Json.read(Path.of(args[0]), Task.class);
    Json.write(Path.of(args[1]), work(task));
  }

  private static Worked work(Task task) throws Exception {
    CollectedHeap heap = CollectedHeap.watch();
    LargeAccounts accounts = new LargeAccounts(task.uri(), task.valueBytes());
    try (accounts;
        PlainChronicleMap plain =
            new PlainChronicleMap(Path.of(task.plainFile()), task.entries(), task.valueBytes())) {
      long loadNanos = nanos(() -> accounts.fill(task.entries()));
      long plainLoadNanos = nanos(() -> plain.fill(task.entries()));
      List<Series> gets = gets(task, accounts, plain);
      List<Sample> transfers = transfers(task, accounts);
      boolean[] right = new boolean[1];
      long snapshotNanos = nanos(() -> right[0] = Transfers.areRight(accounts, task.entries()));
      long checkpointNanos = nanos(accounts.store()::checkpoint);
      long closeNanos = nanos(accounts::close);
      return new Worked(
          loadNanos,
          plainLoadNanos,
          gets,
          new Series("transfers", 1, false, right[0], transfers),
          snapshotNanos,
          checkpointNanos,
          closeNanos,
          diskBytes(task.directory()),
          diskBytes(task.plainFile()),
          heap.bytes(),
          right[0]);
    }
  }

  private static List<Series> gets(Task task, LargeAccounts accounts, PlainChronicleMap plain)
      throws Exception {
    Map<String, Gets> gets = new LinkedHashMap<>();
    gets.put(Large.STORE, new Gets(accounts::value, task.entries()));
    gets.put(Large.PLAIN, new Gets(plain::value, task.entries()));
    List<Workload> workloads = new ArrayList<>();
    gets.forEach((name, steps) -> workloads.add(workload(name, steps)));
    return task.rounds().series(workloads, one -> gets.get(one.name()).areRight(task.valueBytes()));
  }

  /** A workload with the same step in each round, which continues where it left off. */
  private static Workload workload(String name, Gets gets) {
    return Workload.of(name, 1, number -> gets).withOperationsPerStep(Gets.PER_STEP);
  }

  private static List<Sample> transfers(Task task, LargeAccounts accounts) throws Exception {
    Transfers transfers = new Transfers(accounts, task.entries(), 1, 0);
    return task.rounds()
        .<Sample>run(List.of(Workload.of("transfers", 1, number -> transfers)))
        .getFirst();
  }

  /** How long the step takes. */
  static long nanos(Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    return System.nanoTime() - start;
  }

  /** The disk space that files take, which is less than their lengths if they have holes. */
  private static long diskBytes(String path) throws IOException {
    Process usage = new ProcessBuilder("du", "-sk", path).redirectError(INHERIT).start();
    try (BufferedReader lines = usage.inputReader()) {
      String line = Objects.requireNonNull(lines.readLine(), "du says nothing of " + path);
      return Long.parseLong(line.substring(0, line.indexOf('\t'))) * 1024;
    }
  }
}
