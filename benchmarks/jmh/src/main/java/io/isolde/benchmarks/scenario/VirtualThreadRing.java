package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does waiting cost when many virtual threads wait, and each is woken individually?
 *
 * <pre>
 *   slot 1 ─▶ runner ─▶ slot 2 ─▶ runner ─▶ … ─▶ slot 0
 *     ▲                                            │
 *     └────────────── measuring thread ◀───────────┘
 * </pre>
 *
 * <p>Baseline: a lock with a condition for each slot. One operation is one lap: as many wake-ups as
 * there are slots. The token counts its hand-overs, and must come back with the right number.
 *
 * <p>Trap: a peer that wakes all waiters looks good with two threads. Here all but one of them find
 * nothing, and park again.
 *
 * <p>Run: {@code -Djmh.args="VirtualThreadRing -p size=1000"}.
 */
public class VirtualThreadRing extends RelayScenario {
  /** Who waits. Clojure's refs cannot wait. */
  @Param({"ISOLDE", "ORDERED_LOCKS", "MONITORS", "MULTIVERSE", "SCALA_STM", "ZIO"})
  public Peer peer = Peer.ISOLDE;

  /** The number of slots. */
  @Param("100")
  public int size = 100;

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  int size() {
    return size;
  }

  @Override
  Thread.Builder threads() {
    return Thread.ofVirtual();
  }
}
