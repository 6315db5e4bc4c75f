package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.command.RoundOptions;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Series;
import io.isolde.benchmarks.harness.rounds.Step;
import io.isolde.benchmarks.harness.rounds.Workload;
import io.isolde.store.DurableStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how much do a snapshot of everything and a checkpoint disturb committers?
 *
 * <pre>
 *   committers ──▶ transfers ─────────────────────▶ throughput, pauses
 *   background ──▶ sum of 1 000 000, again and again   (or: checkpoint, or nothing)
 * </pre>
 *
 * <p>Baseline: the same committers alone.
 *
 * <p>Trap: on two processors, committers that could use both lose what the background load takes,
 * and no implementation can change that. So the CPU time of a transfer is reported as well.
 */
@Command(
    name = "pauses",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Committers alone, beside snapshots of everything, and beside checkpoints.")
final class Pauses implements Callable<Integer> {
  private static final int[] SYNC_COMMITTERS = {2, 64};

  @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(5, 15, 500));
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--accounts",
      defaultValue = "1000000",
      description = "How many accounts there are (${DEFAULT-VALUE}).")
  private int accounts;

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

  @Override
  public Integer call() throws Exception {
    List<Series> series = new ArrayList<>();
    try (ScratchDirectory scratch = stores.scratch()) {
      String directory = backend + scratch.resolve("accounts");
      try (StoreAccounts store = new StoreAccounts(directory + "?mode=async")) {
        store.fill(accounts, valueBytes);
        series.addAll(measured("async", store, 1));
      }
      try (StoreAccounts store = new StoreAccounts(directory)) {
        for (int committers : SYNC_COMMITTERS) {
          series.addAll(measured("sync", store, committers));
        }
      }
    }
    new RoundsFile(Machine.present(), results.arguments(), accounts, rounds.rounds(), series)
        .publish(results);
    return 0;
  }

  private List<Series> measured(String mode, StoreAccounts store, int committers) throws Exception {
    Workload alone =
        Workload.of(
                mode + " alone", committers, number -> new Transfers(store, accounts, 1, number))
            .counting(store::forces);
    Snapshots snapshots = new Snapshots(store, accounts);
    List<Workload> workloads =
        List.of(
            alone,
            alone.beside(mode + " snapshot", snapshots),
            alone.beside(mode + " checkpoint", ((DurableStore) store.store())::checkpoint));
    return rounds
        .rounds()
        .series(workloads, workload -> snapshots.right && Transfers.areRight(store, accounts));
  }

  private static final class Snapshots implements Step {
    private final StoreAccounts store;
    private final int accounts;
    private volatile boolean right = true;

    Snapshots(StoreAccounts store, int accounts) {
      this.store = store;
      this.accounts = accounts;
    }

    @Override
    public void run() {
      right &= Transfers.areRight(store, accounts);
    }
  }
}
