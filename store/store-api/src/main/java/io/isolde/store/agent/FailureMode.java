package io.isolde.store.agent;

/**
 * What an agent does when a message that it was told throws. In each mode the state is a value that
 * the agent had before, and never a half of one.
 */
public enum FailureMode {
  /**
   * It ends: it discards the messages that wait, the questions among them fail with {@link
   * AgentStoppedException}, and its monitors and links are notified.
   */
  STOP,

  /** It goes on with the next message, in the state before this one. */
  RESUME,

  /** It goes on with the next message, in its initial state. */
  RESTART
}
