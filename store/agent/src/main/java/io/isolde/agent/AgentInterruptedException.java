package io.isolde.agent;

/**
 * Thrown when a thread is interrupted while it waits for an agent. What the thread asked or told
 * has had no effect, and will have none. The thread's interrupt status is set.
 */
public final class AgentInterruptedException extends AgentException {
  AgentInterruptedException(String agent, String doing) {
    super(agent + " was left: the thread was interrupted while it " + doing, null);
  }
}
