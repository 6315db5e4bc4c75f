package io.isolde.store.agent;

import io.isolde.store.mailbox.Letter;

/** Something that an agent is to do. Sent once. */
abstract class Message<S> extends Letter {
  /** How long what it does may wait for other agents: as long as somebody waits for it. */
  Patience patience() {
    return Patience.ENDLESS;
  }

  /** The thread that does it begins to wait for another agent. */
  void beginsToWait() {}

  /** The thread that does it waits no more. */
  void endsToWait() {}

  /** Does it, on the thread that owns {@code agent}; throws nothing. */
  abstract void handle(Agent<S> agent);

  /** Instead of {@link #handle}, when {@code agent} ends before. */
  abstract void discard(Agent<S> agent);
}
