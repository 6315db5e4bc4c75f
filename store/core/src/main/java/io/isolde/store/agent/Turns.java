package io.isolde.store.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of an {@link AgentStore}'s owner: the body that runs, and the bodies that wait for a
 * change. Owner-only.
 */
final class Turns {
  /*
   * I1  A body that called retry is in waiting until something has changed, or until its caller has
   *     given up and a sweep notices that.
   * I2  waiting is swept whenever it has doubled: it holds at most twice as many bodies as had
   *     waiting callers at the last sweep, and a few.
   */
  private static final int FEW = 16;

  private @Nullable Turn present;
  private boolean changed;
  private List<Turn> waiting = new ArrayList<>();
  private int sweepSize = FEW;

  /** Runs a body, and then, as long as something has changed, the bodies that wait for a change. */
  void take(Turn turn) {
    run(turn);
    while (changed && !waiting.isEmpty()) {
      changed = false;
      List<Turn> again = waiting;
      waiting = new ArrayList<>();
      again.forEach(this::run);
    }
    changed = false;
  }

  private void run(Turn turn) {
    if (turn.isWaitedFor()) {
      present = turn;
      boolean done = turn.run();
      present = null;
      if (!done) {
        putAside(turn);
      }
    }
  }

  private void putAside(Turn turn) {
    if (waiting.size() >= sweepSize) {
      waiting.removeIf(other -> !other.isWaitedFor());
      sweepSize = 2 * waiting.size() + FEW;
    }
    waiting.add(turn);
  }

  /** For the body that runs, at its end. */
  void commit() {
    Objects.requireNonNull(present, "no body runs").commit();
  }

  /** Makes all waiting bodies run again: something has changed. */
  void wakeAll() {
    changed = true;
  }

  int waiting() {
    return waiting.size();
  }
}
