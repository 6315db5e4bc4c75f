package io.isolde.agent;

import org.jspecify.annotations.Nullable;

/** Is notified when an agent ends. */
@FunctionalInterface
public interface Monitor {
  /**
   * Called when the agent has ended. Runs on the thread that ended it, so it should be short and
   * must not wait.
   *
   * @param agent the agent
   * @param cause the failure of the agent, or of an agent that it was linked to; null if it was
   *     closed
   */
  void ended(Agent<?> agent, @Nullable Throwable cause);
}
