package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does it cost to move money between two accounts out of many, atomically?
 *
 * <pre>
 *   thread 1 ──▶ pick two of n accounts ──▶ −1 here, +1 there    1000: hardly ever one in common
 *   thread 2 ──▶ pick two of n accounts ──▶ −1 here, +1 there      10: one in common 4 times in 10
 * </pre>
 *
 * <p>Baseline: two locks in a fixed order. Floor: plain fields, for one thread; for two they lose
 * money, which is reported as wrong. After each iteration all the money must still be there.
 *
 * <p>Trap: picking two random accounts inefficiently costs more than the difference between the
 * peers. So all peers get the same picks from {@link Picks}, and {@link
 * io.isolde.benchmarks.Interleaved} measures the picking alone and subtracts it.
 *
 * <p>Run: {@code -Djmh.args="TwoRefTransfer -p refs=1000"}.
 */
public class TwoRefTransfer extends AccountsScenario {
  /** Who moves the money. */
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

  /** The number of accounts. */
  @Param({"1000", "100", "10"})
  public int refs = 1000;

  @Override
  int size() {
    return refs;
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Mover(accounts(), refs, new Picks(number));
  }
}
