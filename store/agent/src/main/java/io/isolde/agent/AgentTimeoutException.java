package io.isolde.agent;

import java.time.Duration;

/**
 * Thrown when a timeout passes while a thread waits for an agent. What the thread asked or told has
 * had no effect, and will have none.
 */
public final class AgentTimeoutException extends AgentException {
  AgentTimeoutException(String agent, String doing, Duration timeout) {
    super(agent + " was left: the thread " + doing + " for " + timeout, null);
  }
}
