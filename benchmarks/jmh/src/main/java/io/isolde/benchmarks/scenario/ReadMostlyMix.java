package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what do small reports cost while money moves now and then?
 *
 * <pre>
 *   1000 accounts in 100 groups of ten; money stays in its group
 *   9 of 10 operations:  add up a group          must always give the same sum
 *   1 of 10 operations:  move 1 within a group
 * </pre>
 *
 * <p>Baseline: locks in a fixed order, ten of them for a report. Floor: plain fields, wrong for two
 * threads. Every single report is checked.
 *
 * <p>Trap: a report on random accounts has no known sum to be checked against; a report on a group
 * has.
 *
 * <p>Run: {@code -Djmh.args="ReadMostlyMix"}; another share of moves with {@code -p
 * movesPercent=50}.
 */
public class ReadMostlyMix extends AccountsScenario {
  private static final int GROUPS = 100;
  private static final int GROUP_SIZE = 10;

  /** Who holds the accounts. */
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

  /** How many of a hundred operations write. */
  @Param("10")
  public int movesPercent = 10;

  @Override
  int size() {
    return GROUPS * GROUP_SIZE;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Teller(accounts(), movesPercent, new Picks(number));
  }

  private record Teller(Accounts accounts, int movesPercent, Picks picks) implements Worker {
    @Override
    public void step(Tally tally) {
      long bits = picks.next();
      int first = Picks.upper(bits, GROUPS) * GROUP_SIZE;
      if (Picks.lower(bits, 100) < movesPercent) {
        long more = picks.next();
        int from = Picks.upper(more, GROUP_SIZE);
        accounts.transfer(first + from, first + Picks.lowerBut(more, GROUP_SIZE, from), 1, tally);
      } else if (accounts.sum(first, GROUP_SIZE, tally) != GROUP_SIZE * Accounts.OPENING_BALANCE) {
        tally.wrong++;
      }
    }
  }
}
