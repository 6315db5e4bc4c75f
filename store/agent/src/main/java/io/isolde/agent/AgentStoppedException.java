package io.isolde.agent;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an agent has ended, or is closing, and does not do what was asked; the message has
 * had no effect. The cause is the agent's failure, if it failed.
 */
public final class AgentStoppedException extends AgentException {
  AgentStoppedException(String agent, @Nullable Throwable cause) {
    super(agent + (cause == null ? " is closed" : " has failed: " + cause), cause);
  }
}
