package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does it cost to add up everything in a store's map, when nobody writes?
 *
 * <pre>
 *   each thread ──▶ snapshot: iterate over 1000 entries, add them up
 * </pre>
 *
 * <p>Baseline: {@code lock:}. Every sum is checked.
 *
 * <p>Trap: an audit that looks up key after key costs more than one that iterates, and nobody would
 * write it.
 *
 * <p>Run: {@code -Djmh.args="StoreAudit"}.
 */
public class StoreAudit extends AccountsScenario {
  /** Whose store it is. */
  @Param({"STM_STORE", "LOCK_STORE"})
  public Peer peer = Peer.STM_STORE;

  /** The number of accounts. */
  @Param("1000")
  public int keys = 1000;

  @Override
  int size() {
    return keys;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return this::audit;
  }

  private void audit(Tally tally) {
    if (accounts().sum(0, keys, tally) != keys * Accounts.OPENING_BALANCE) {
      tally.wrong++;
    }
  }
}
