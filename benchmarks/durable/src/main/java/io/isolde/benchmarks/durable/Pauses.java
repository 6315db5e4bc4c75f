package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.durable.rounds.Leg;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import io.isolde.benchmarks.durable.rounds.Step;
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
 *   companion  ──▶ sum of 1 000 000, again and again   (or: checkpoint, or nothing)
 * </pre>
 *
 * <p>Baseline: the same committers alone.
 *
 * <p>Trap: on two processors, committers that could use both lose what the companion takes, and no
 * implementation can change that. So the CPU time of a transfer is reported as well.
 */
@Command(
    name = "pauses",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Committers alone, beside snapshots of everything, and beside checkpoints.")
final class Pauses implements Callable<Integer> {
  /** What is done beside the committers. */
  static final List<String> COMPANIONS = List.of("alone", "snapshot", "checkpoint");

  private static final int[] SYNC_COMMITTERS = {2, 64};

  @Mixin private RoundOptions options;

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
    List<LegResult> results = new ArrayList<>();
    try (ScratchDirectory scratch = options.scratch()) {
      String directory = backend + scratch.resolve("accounts");
      try (StoreAccounts store = new StoreAccounts(directory + "?mode=async")) {
        store.fill(accounts, valueBytes);
        results.addAll(measured("async", store, 1));
      }
      try (StoreAccounts store = new StoreAccounts(directory)) {
        for (int committers : SYNC_COMMITTERS) {
          results.addAll(measured("sync", store, committers));
        }
      }
    }
    options.publish(accounts, results);
    return 0;
  }

  private List<LegResult> measured(String mode, StoreAccounts store, int committers)
      throws Exception {
    Leg alone =
        Leg.of("alone", committers, number -> new Transfers(store, accounts, 1, number))
            .withForces(store::forces);
    Snapshots snapshots = new Snapshots(store, accounts);
    List<Leg> legs =
        List.of(
            alone,
            alone.beside(snapshots),
            alone.beside(((DurableStore) store.store())::checkpoint));
    List<List<Shift>> shifts = options.rounds().run(legs);
    boolean right = snapshots.right && Transfers.areRight(store, accounts);
    List<LegResult> results = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      String name = mode + " " + COMPANIONS.get(i);
      results.add(new LegResult(name, committers, false, right, shifts.get(i)));
    }
    return results;
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
