package io.isolde.agent;

import io.isolde.agent.mailbox.Letter;

/** A message to an agent: something that it is to do. Sent once. */
abstract class Message<S> extends Letter {
  /** How long the handling may wait for other agents: as long as the sender waits, if it does. */
  Patience patience() {
    return Patience.ENDLESS;
  }

  /** Called when the handling thread begins to wait for another agent. */
  void beginsToWait() {}

  /** Called when the handling thread no longer waits. */
  void endsToWait() {}

  /** Handles the message, on the thread that owns {@code agent}; throws nothing. */
  abstract void handle(Agent<S> agent);

  /** Called instead of {@link #handle} if {@code agent} ends first. */
  abstract void discard(Agent<S> agent);
}
