package io.isolde.store.agent;

import java.time.Duration;

/**
 * A timeout passed while a thread waited for an agent. What it asked or told has had no effect, and
 * will have none.
 */
public final class AgentTimeoutException extends AgentException {
  private static final long serialVersionUID = 1;

  AgentTimeoutException(String agent, String doing, Duration timeout) {
    super(agent + " was left: the thread " + doing + " for " + timeout, null);
  }
}
