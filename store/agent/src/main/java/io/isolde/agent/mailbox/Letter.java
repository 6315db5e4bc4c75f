package io.isolde.agent.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * An element of a {@link Mailbox}: a message, whose content a subclass adds, or one of the
 * mailbox's own markers. A letter is put into one mailbox, once.
 */
public abstract class Letter {
  /** How many messages had been sent to the mailbox when this was the newest letter. */
  long number;

  /** The letter that was sent before this one; null after the owner has reversed the chain. */
  @Nullable Letter previous;

  /** The letter that was sent after this one, if the owner has reversed both together. */
  @Nullable Letter next;

  /** For subclasses. */
  protected Letter() {}

  /** The marker that the owner has handled everything and has left. */
  static final class Rest extends Letter {
    Rest(long number) {
      this.number = number;
    }
  }

  /** The marker that nothing is accepted any more: the last letter that an owner takes. */
  public static final class Last extends Letter {
    Last() {}
  }
}
