package io.isolde.store.mailbox;

import org.jspecify.annotations.Nullable;

/**
 * What stands in a {@link Mailbox}: a message, which a subclass adds what it has to say to, or one
 * of the mailbox's own signs. A letter is put into one mailbox, once.
 */
public abstract class Letter {
  /** How many messages had been sent to the mailbox when this was the newest letter. */
  long number;

  /** The letter that was sent before this one; until the owner has turned the chain round. */
  @Nullable Letter previous;

  /** The letter that was sent after this one, if the owner has turned both round together. */
  @Nullable Letter next;

  /** For subclasses. */
  protected Letter() {}

  /** The sign that the owner has handled everything and has gone. */
  static final class Rest extends Letter {
    Rest(long number) {
      this.number = number;
    }
  }

  /** The sign that nothing is accepted any more: the last letter that an owner takes. */
  public static final class Last extends Letter {
    Last() {}
  }
}
