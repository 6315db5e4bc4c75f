package io.isolde.benchmarks.durable;

import static java.lang.ProcessBuilder.Redirect.INHERIT;

import io.isolde.benchmarks.durable.LargeFile.Task;
import io.isolde.benchmarks.durable.LargeFile.Worked;
import io.isolde.benchmarks.durable.peer.LargeAccounts;
import io.isolde.benchmarks.durable.peer.PlainChronicleMap;
import io.isolde.benchmarks.durable.rounds.Leg;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import io.isolde.benchmarks.durable.rounds.Step;
import io.isolde.benchmarks.rounds.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Loads a large store and works with it. */
final class LargeWork {
  private LargeWork() {}

  /**
   * Arguments: the JSON files of the task and of the results to write. Started by {@link Large}.
   */
  public static void main(String[] args) throws Exception {
    Task task = Json.MAPPER.readValue(Path.of(args[0]).toFile(), Task.class);
    Json.MAPPER.writeValue(Path.of(args[1]).toFile(), work(task));
  }

  private static Worked work(Task task) throws Exception {
    CollectedHeap heap = CollectedHeap.watch();
    LargeAccounts accounts = new LargeAccounts(task.uri(), task.valueBytes());
    try (accounts;
        PlainChronicleMap plain =
            new PlainChronicleMap(Path.of(task.plainFile()), task.entries(), task.valueBytes())) {
      long loadNanos = nanos(() -> accounts.fill(task.entries()));
      long plainLoadNanos = nanos(() -> plain.fill(task.entries()));
      List<LegResult> gets = gets(task, accounts, plain);
      List<Shift> transfers = transfers(task, accounts);
      boolean[] right = new boolean[1];
      long snapshotNanos = nanos(() -> right[0] = Transfers.areRight(accounts, task.entries()));
      long checkpointNanos = nanos(accounts.store()::checkpoint);
      long closeNanos = nanos(accounts::close);
      return new Worked(
          loadNanos,
          plainLoadNanos,
          gets,
          new LegResult("transfers", 1, false, right[0], transfers),
          snapshotNanos,
          checkpointNanos,
          closeNanos,
          diskBytes(task.directory()),
          diskBytes(task.plainFile()),
          heap.bytes(),
          right[0]);
    }
  }

  private static List<LegResult> gets(Task task, LargeAccounts accounts, PlainChronicleMap plain)
      throws Exception {
    Gets ours = new Gets(accounts::value, task.entries());
    Gets theirs = new Gets(plain::value, task.entries());
    List<List<Shift>> shifts =
        task.rounds().run(List.of(leg(Large.STORE, ours), leg(Large.PLAIN, theirs)));
    return List.of(
        new LegResult(Large.STORE, 1, false, ours.areRight(task.valueBytes()), shifts.get(0)),
        new LegResult(Large.PLAIN, 1, false, theirs.areRight(task.valueBytes()), shifts.get(1)));
  }

  /** A leg with the same step in each round, which continues where it left off. */
  private static Leg leg(String name, Gets gets) {
    return Leg.of(name, 1, number -> gets).withOperationsPerStep(Gets.PER_STEP);
  }

  private static List<Shift> transfers(Task task, LargeAccounts accounts) throws Exception {
    Transfers transfers = new Transfers(accounts, task.entries(), 1, 0);
    return task.rounds().run(List.of(Leg.of("transfers", 1, number -> transfers))).getFirst();
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
