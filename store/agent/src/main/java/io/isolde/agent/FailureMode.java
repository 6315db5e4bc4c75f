package io.isolde.agent;

/**
 * What an agent does when a message that it was told throws. In each mode the state is one that the
 * agent had before, never a partial one.
 */
public enum FailureMode {
  /**
   * The agent ends: it discards the waiting messages, the questions among them fail with {@link
   * AgentStoppedException}, and its monitors and links are notified.
   */
  STOP,

  /** The agent continues with the next message, in the state before the failed one. */
  RESUME,

  /** The agent continues with the next message, in its initial state. */
  RESTART
}
