package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.DurableAccounts;
import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.harness.command.ResultOptions;
import io.isolde.benchmarks.harness.command.RoundOptions;
import io.isolde.benchmarks.harness.raw.Machine;
import io.isolde.benchmarks.harness.rounds.Rounds;
import io.isolde.benchmarks.harness.rounds.Series;
import io.isolde.benchmarks.harness.rounds.Workload;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Question: how many transfers per second reach stable storage, with 1, 2 and 64 committers?
 *
 * <pre>
 *   committers ──▶ two of 100 000 accounts: read both, write both ──▶ commit ──▶ forced ──▶ again
 * </pre>
 *
 * <p>Floor: one thread that writes 100 bytes and forces them. It is measured in the same rounds,
 * because the time a force takes changes from minute to minute.
 *
 * <p>Trap: a store that acknowledges before the disk has answered would win. Each peer is told to
 * be durable; what that means is in its class.
 */
@Command(
    name = "commits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Durable transfers per second, beside other embedded stores.")
final class Commits implements Callable<Integer> {
  /** The name of the floor. */
  static final String ONE_FORCE = "one force";

  private static final int MANY = 64;

  @Mixin private final RoundOptions rounds = new RoundOptions(new Rounds(5, 15, 500));
  @Mixin private final ResultOptions results = new ResultOptions();
  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--accounts",
      defaultValue = "100000",
      description = "How many accounts there are (${DEFAULT-VALUE}).")
  private int accounts;

  @Option(names = "--peers", split = ",", description = "Only these: ${COMPLETION-CANDIDATES}.")
  private List<Peer> peers = List.of(Peer.values());

  @Override
  public Integer call() throws Exception {
    Map<Peer, DurableAccounts> open = new EnumMap<>(Peer.class);
    try (ScratchDirectory scratch = stores.scratch();
        OneForce oneForce = new OneForce(scratch.resolve("one-force"))) {
      try {
        for (Peer peer : peers) {
          open.put(peer, peer.open(scratch.resolve(peer.name())));
          open.get(peer).fill(accounts);
        }
        List<Series> series = rounds.rounds().series(workloads(oneForce, open), isRight(open));
        new RoundsFile(Machine.present(), results.arguments(), accounts, rounds.rounds(), series)
            .publish(results);
      } finally {
        open.values().forEach(DurableAccounts::close);
      }
    }
    return 0;
  }

  private List<Workload> workloads(OneForce oneForce, Map<Peer, DurableAccounts> open) {
    List<Workload> workloads = new ArrayList<>();
    workloads.add(Workload.of(ONE_FORCE, 1, number -> oneForce));
    for (int committers : new int[] {1, 2, MANY}) {
      open.forEach((peer, store) -> workloads.add(transfers(peer, store, committers)));
    }
    if (open.containsKey(Peer.FILE)) {
      workloads.add(transfers(Peer.FILE, open.get(Peer.FILE), MANY).onVirtualThreads());
    }
    return workloads;
  }

  private Workload transfers(Peer peer, DurableAccounts store, int committers) {
    return Workload.of(peer.name(), committers, number -> new Transfers(store, accounts, 1, number))
        .counting(store::forces);
  }

  private Predicate<Workload> isRight(Map<Peer, DurableAccounts> open) {
    return workload ->
        workload.name().equals(ONE_FORCE)
            || Transfers.areRight(open.get(Peer.valueOf(workload.name())), accounts);
  }
}
