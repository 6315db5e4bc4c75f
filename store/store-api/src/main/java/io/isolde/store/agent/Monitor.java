package io.isolde.store.agent;

import org.jspecify.annotations.Nullable;

/** Is notified when an agent ends. */
@FunctionalInterface
public interface Monitor {
  /**
   * The agent has ended. Runs on the thread that ended it, so it should be short and must not wait.
   *
   * @param agent the agent
   * @param cause what it, or an agent that it was linked to, failed of; null if it was closed
   */
  void ended(Agent<?> agent, @Nullable Throwable cause);
}
