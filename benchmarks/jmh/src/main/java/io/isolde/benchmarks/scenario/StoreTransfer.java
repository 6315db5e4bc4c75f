package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does a store add to the map inside it, when money moves between two keys?
 *
 * <pre>
 *   thread 1 ──▶ pick two of 1000 keys ──▶ get both, put −1 here, +1 there
 *   thread 2 ──▶ pick two of 1000 keys ──▶ get both, put −1 here, +1 there
 * </pre>
 *
 * <p>Baseline: the same on a {@code TMap}, in {@code Stm.atomic}. After each iteration all the
 * money must still be there.
 *
 * <p>Trap: without a competing thread or an auditor, one global lock is hard to beat; what it costs
 * other threads is a different question.
 *
 * <p>Run: {@code -Djmh.args="StoreTransfer"}.
 */
public class StoreTransfer extends AccountsScenario {
  /** Who moves the money. */
  @Param({"STM_STORE", "TMAP", "LOCK_STORE"})
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
    return new Mover(accounts(), keys, new Picks(number));
  }
}
