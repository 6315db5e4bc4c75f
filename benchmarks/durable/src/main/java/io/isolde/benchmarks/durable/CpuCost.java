package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.command.RoundOptions;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Series;
import io.isolde.benchmarks.harness.rounds.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: what CPU time does the journal add to a transfer, when nobody waits for the disk?
 *
 * <p>Baselines: the same transfer in memory, and the encoding of its record alone.
 *
 * <p>Trap: what another thread does for the committer counts as well, so the figure is the CPU time
 * of all Java threads.
 */
@Command(
    name = "cpu",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "CPU time of a transfer: in memory, with a journal, and of encoding alone.")
final class CpuCost implements Callable<Integer> {
  /** The name of the workload in memory. */
  static final String IN_MEMORY = "stm:";

  /** The name of the workload that encodes. */
  static final String ENCODING = "encoding alone";

  /** The modes in which nobody waits for the disk; each is the name of a workload. */
  static final List<String> MODES = List.of("async", "none");

  /** The number of transfers per step: reading the clock costs as much as a part of a transfer. */
  private static final int PER_STEP = 100;

  @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(5, 15, 500));
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--accounts",
      defaultValue = "100000",
      description = "How many accounts there are (${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--backend",
      defaultValue = "file:",
      description = "The durable backend (${DEFAULT-VALUE}).")
  private String backend;

  @Override
  public Integer call() throws Exception {
    Map<String, StoreAccounts> open = new LinkedHashMap<>();
    try (ScratchDirectory scratch = stores.scratch()) {
      try {
        open.put(IN_MEMORY, new StoreAccounts(IN_MEMORY));
        for (String mode : MODES) {
          String uri = backend + scratch.resolve(mode) + "?mode=" + mode;
          open.put(mode, new StoreAccounts(uri));
        }
        List<Series> series = rounds.rounds().series(workloads(open), isRight(open));
        new RoundsFile(Machine.present(), results.arguments(), accounts, rounds.rounds(), series)
            .publish(results);
      } finally {
        open.values().forEach(StoreAccounts::close);
      }
    }
    return 0;
  }

  private List<Workload> workloads(Map<String, StoreAccounts> open) {
    List<Workload> workloads = new ArrayList<>();
    open.forEach(
        (name, store) -> {
          Workload transfers = transfers(name, store);
          workloads.add(name.equals(IN_MEMORY) ? transfers : transfers.handingOver());
        });
    workloads.add(
        Workload.of(ENCODING, 1, number -> new Encoding(PER_STEP)).withOperationsPerStep(PER_STEP));
    return workloads;
  }

  private Workload transfers(String name, StoreAccounts store) {
    store.fill(accounts);
    return Workload.of(name, 1, number -> new Transfers(store, accounts, PER_STEP, number))
        .withOperationsPerStep(PER_STEP)
        .counting(store::forces);
  }

  private Predicate<Workload> isRight(Map<String, StoreAccounts> open) {
    return workload ->
        workload.name().equals(ENCODING) || Transfers.areRight(open.get(workload.name()), accounts);
  }
}
