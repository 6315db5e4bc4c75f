package io.isolde.store.agent;

/**
 * The thread was interrupted while it waited for an agent. What it asked or told has had no effect,
 * and will have none. The thread's interrupt status is set.
 */
public final class AgentInterruptedException extends AgentException {
  private static final long serialVersionUID = 1;

  AgentInterruptedException(String agent, String doing) {
    super(agent + " was left: the thread was interrupted while it " + doing, null);
  }
}
