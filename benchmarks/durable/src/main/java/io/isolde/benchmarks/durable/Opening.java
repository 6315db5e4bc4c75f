package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.OpeningFile.Opened;
import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.jvm.ChildJvm;
import io.isolde.store.DurableStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how long does it take until a store can be used again, from a checkpoint and from a
 * long journal?
 *
 * <p>A fresh JVM opens each store several times. The first time everything is cold, as in a program
 * that has just been started.
 */
@Command(
    name = "opening",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Recovery: from a checkpoint, and from a journal.")
final class Opening implements Callable<Integer> {
  private static final ChildJvm OPENER = ChildJvm.of(Opener.class);

  /** Options for a journal that no automatic checkpoint trims. */
  private static final String UNTRIMMED = "?mode=async&checkpointBytes=1000000000000";

  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--backend",
      defaultValue = "file:",
      description = "The durable backend (${DEFAULT-VALUE}).")
  private String backend;

  @Option(
      names = "--value-bytes",
      defaultValue = "" + Account.BYTES,
      description = "How many bytes an account takes, about (${DEFAULT-VALUE}).")
  private int valueBytes;

  @Option(
      names = "--accounts",
      defaultValue = "1000000",
      description = "How many accounts to open from a checkpoint (${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--journal-accounts",
      defaultValue = "100000",
      description = "How many accounts the records of the journal are about (${DEFAULT-VALUE}).")
  private int journalAccounts;

  @Option(
      names = "--records",
      defaultValue = "1000000",
      description = "How many records of the journal to replay (${DEFAULT-VALUE}).")
  private int records;

  @Option(
      names = "--opens",
      defaultValue = "7",
      description = "How often to open each store (${DEFAULT-VALUE}).")
  private int opens;

  @Override
  public Integer call() throws Exception {
    try (ScratchDirectory scratch = stores.scratch()) {
      String checkpointed = backend + scratch.resolve("checkpointed");
      String journaled = backend + scratch.resolve("journaled");
      long loadNanos = load(checkpointed, accounts);
      load(journaled, journalAccounts);
      append(journaled);
      publish(
          new OpeningFile(
              OPENER.machine(),
              results.arguments(),
              accounts,
              loadNanos,
              opened(checkpointed),
              opened(journaled)));
    }
    return 0;
  }

  private long load(String uri, int count) {
    long start = System.nanoTime();
    try (StoreAccounts store = new StoreAccounts(uri + UNTRIMMED)) {
      store.fill(count, valueBytes);
      long nanos = System.nanoTime() - start;
      ((DurableStore) store.store()).checkpoint();
      return nanos;
    }
  }

  private void append(String uri) {
    try (StoreAccounts store = new StoreAccounts(uri + UNTRIMMED)) {
      new Transfers(store, journalAccounts, records, 0).run();
    }
  }

  private List<Opened> opened(String uri) throws IOException, InterruptedException {
    return List.of(OPENER.run(Opened[].class, uri, String.valueOf(opens)));
  }

  private void publish(OpeningFile file) throws IOException {
    System.out.printf("loaded in %.2f s%n", file.loadNanos() / 1e9);
    file.fromCheckpoint().forEach(opened -> System.out.println("checkpoint: " + opened));
    file.fromJournal().forEach(opened -> System.out.println("journal: " + opened));
    results.write(file);
  }
}
