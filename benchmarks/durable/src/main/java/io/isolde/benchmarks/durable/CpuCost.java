package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.durable.rounds.Leg;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  /** The name of the leg in memory. */
  static final String IN_MEMORY = "stm:";

  /** The name of the leg that encodes. */
  static final String ENCODING = "encoding alone";

  /** The modes in which nobody waits for the disk; each is the name of a leg. */
  static final List<String> MODES = List.of("async", "none");

  /** The number of transfers per step: reading the clock costs as much as a part of a transfer. */
  private static final int PER_STEP = 100;

  @Mixin private RoundOptions options;

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
    Map<String, StoreAccounts> stores = new LinkedHashMap<>();
    try (ScratchDirectory scratch = options.scratch()) {
      try {
        stores.put(IN_MEMORY, new StoreAccounts(IN_MEMORY));
        for (String mode : MODES) {
          String uri = backend + scratch.resolve(mode) + "?mode=" + mode;
          stores.put(mode, new StoreAccounts(uri));
        }
        options.publish(accounts, measured(stores));
      } finally {
        stores.values().forEach(StoreAccounts::close);
      }
    }
    return 0;
  }

  private List<LegResult> measured(Map<String, StoreAccounts> stores) throws Exception {
    List<Leg> legs = new ArrayList<>();
    stores.forEach((name, store) -> legs.add(leg(name, store)));
    legs.add(Leg.of(ENCODING, 1, number -> new Encoding(PER_STEP)).withOperationsPerStep(PER_STEP));
    List<List<Shift>> shifts = options.rounds().run(legs);
    boolean right = stores.values().stream().allMatch(store -> Transfers.areRight(store, accounts));
    List<LegResult> results = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      results.add(new LegResult(legs.get(i).name(), 1, false, right, shifts.get(i)));
    }
    return results;
  }

  private Leg leg(String name, StoreAccounts store) {
    store.fill(accounts);
    return Leg.of(name, 1, number -> new Transfers(store, accounts, PER_STEP, number))
        .withOperationsPerStep(PER_STEP)
        .withForces(store::forces);
  }
}
