package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does it cost to read several refs as of one instant when nobody writes?
 *
 * <pre>
 *   2 refs:     the price of a transaction           pick one of 500 pairs, add it up
 *   1000 refs:  the price of a read in a long one    add up all
 * </pre>
 *
 * <p>Floor: the same reads of plain fields. Baseline: locks in a fixed order. Every sum is checked.
 *
 * <p>Trap: with plain fields, a sum that is always the same would be hoisted out of the loop;
 * picking a pair prevents that.
 *
 * <p>Run: {@code -Djmh.args="ReadOnlyTransaction -p refs=2"}.
 */
public class ReadOnlyTransaction extends AccountsScenario {
  private static final int SIZE = 1000;

  /** Who reads. */
  @Param({
    "ISOLDE",
    "ORDERED_LOCKS",
    "MONITORS",
    "ONE_LOCK",
    "PLAIN",
    "MULTIVERSE",
    "SCALA_STM",
    "CLOJURE",
    "ZIO"
  })
  public Peer peer = Peer.ISOLDE;

  /** How many refs one transaction reads. */
  @Param({"2", "1000"})
  public int refs = 2;

  @Override
  int size() {
    return SIZE;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Reader(accounts(), refs, new Picks(number));
  }

  private record Reader(Accounts accounts, int refs, Picks picks) implements Worker {
    @Override
    public void step(Tally tally) {
      int first = Picks.upper(picks.next(), SIZE / refs) * refs;
      if (accounts.sum(first, refs, tally) != refs * Accounts.OPENING_BALANCE) {
        tally.wrong++;
      }
    }
  }
}
