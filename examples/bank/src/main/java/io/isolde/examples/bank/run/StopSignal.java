package io.isolde.examples.bank.run;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A request to stop, made once and never taken back.
 *
 * <p>Thread-safe.
 */
public final class StopSignal {
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private volatile boolean requested;

  /** Makes the request; returns whether an action waited for it, and was run. */
  public boolean request() {
    requested = true;
    return runActions();
  }

  boolean isRequested() {
    return requested;
  }

  /** Runs the action when the request is made, at once if it has been made. */
  void whenRequested(Runnable action) {
    actions.add(action);
    if (requested) {
      runActions();
    }
  }

  private boolean runActions() {
    boolean found = false;
    for (Runnable action = actions.poll(); action != null; action = actions.poll()) {
      action.run();
      found = true;
    }
    return found;
  }
}
