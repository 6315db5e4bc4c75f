package io.isolde.store.agent;

import io.isolde.store.mailbox.Letter;

/** Something that an agent is to do. Sent once. */
abstract class Message<S> extends Letter {
  /** Does it, on the thread that owns {@code agent}; throws nothing. */
  abstract void handle(Agent<S> agent);

  /** Instead of {@link #handle}, when {@code agent} ends before. */
  abstract void discard(Agent<S> agent);
}
