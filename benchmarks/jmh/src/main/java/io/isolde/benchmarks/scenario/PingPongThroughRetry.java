package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Peer;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: how long does it take to wake a thread that waits in {@code retry}?
 *
 * <pre>
 *   thread 1:  fill slot 1,         wait for slot 0 ─▶ empty it
 *   thread 2:  wait for slot 1 ─▶ empty it and fill slot 0
 * </pre>
 *
 * <p>Baseline: a lock with a condition for each slot. Two platform threads; one operation is a
 * round trip, with two wake-ups. The token counts its hand-overs, and must come back with the right
 * number.
 *
 * <p>Trap: the kernel takes most of the time, to park and unpark threads. The CPU time of all Java
 * threads tells the peers apart; throughput hardly does.
 *
 * <p>Run: {@code -Djmh.args="PingPongThroughRetry"}.
 */
public class PingPongThroughRetry extends RelayScenario {
  /** Who waits. Clojure's refs cannot wait. */
  @Param({"ISOLDE", "ORDERED_LOCKS", "MONITORS", "MULTIVERSE", "SCALA_STM", "ZIO"})
  public Peer peer = Peer.ISOLDE;

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  int size() {
    return 2;
  }

  @Override
  Thread.Builder threads() {
    return Thread.ofPlatform().daemon();
  }
}
