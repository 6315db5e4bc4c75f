package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.DurableAccounts;
import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.durable.rounds.Leg;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

  @Mixin private RoundOptions options;

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
    try (ScratchDirectory scratch = options.scratch();
        OneForce oneForce = new OneForce(scratch.resolve("one-force"))) {
      try {
        for (Peer peer : peers) {
          open.put(peer, peer.open(scratch.resolve(peer.name())));
          open.get(peer).fill(accounts);
        }
        options.publish(accounts, measured(oneForce, open));
      } finally {
        open.values().forEach(DurableAccounts::close);
      }
    }
    return 0;
  }

  private List<LegResult> measured(OneForce oneForce, Map<Peer, DurableAccounts> open)
      throws Exception {
    List<Leg> legs = new ArrayList<>();
    legs.add(Leg.of(ONE_FORCE, 1, number -> oneForce));
    for (int committers : new int[] {1, 2, MANY}) {
      open.forEach((peer, store) -> legs.add(leg(peer, store, committers)));
    }
    if (open.containsKey(Peer.FILE)) {
      legs.add(leg(Peer.FILE, open.get(Peer.FILE), MANY).onVirtualThreads());
    }
    List<List<Shift>> shifts = options.rounds().run(legs);
    List<LegResult> results = new ArrayList<>();
    for (int i = 0; i < legs.size(); i++) {
      Leg leg = legs.get(i);
      results.add(
          new LegResult(
              leg.name(), leg.threads(), leg.virtual(), isRight(leg, open), shifts.get(i)));
    }
    return results;
  }

  private Leg leg(Peer peer, DurableAccounts store, int committers) {
    return Leg.of(peer.name(), committers, number -> new Transfers(store, accounts, 1, number))
        .withForces(store::forces);
  }

  private boolean isRight(Leg leg, Map<Peer, DurableAccounts> open) {
    return leg.name().equals(ONE_FORCE)
        || Transfers.areRight(open.get(Peer.valueOf(leg.name())), accounts);
  }
}
