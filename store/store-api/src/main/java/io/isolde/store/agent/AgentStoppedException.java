package io.isolde.store.agent;

import org.jspecify.annotations.Nullable;

/**
 * The agent has ended, or is closing, and does not do what was asked: it has had no effect. The
 * cause is what the agent failed of, if it failed.
 */
public final class AgentStoppedException extends AgentException {
  private static final long serialVersionUID = 1;

  AgentStoppedException(String agent, @Nullable Throwable cause) {
    super(agent + (cause == null ? " is closed" : " has failed: " + cause), cause);
  }
}
