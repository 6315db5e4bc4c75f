package io.isolde.store.agent;

import io.isolde.stm.Subscription;
import org.jspecify.annotations.Nullable;

/** Two agents that end together. Thread-safe. */
final class Link implements Monitor, Subscription {
  private final Agent<?> one;
  private final Agent<?> other;
  private @Nullable Subscription ofOne;
  private @Nullable Subscription ofOther;

  Link(Agent<?> one, Agent<?> other) {
    this.one = one;
    this.other = other;
  }

  /** Takes effect, at once if one of them has ended. */
  void tie() {
    Subscription first = one.monitor(this);
    Subscription second = other.monitor(this);
    synchronized (this) {
      ofOne = first;
      ofOther = second;
    }
    if (one.isEnded() || other.isEnded()) {
      close();
    }
  }

  @Override
  public void ended(Agent<?> agent, @Nullable Throwable cause) {
    (agent == one ? other : one).endWith(cause);
    close();
  }

  @Override
  public synchronized void close() {
    if (ofOne != null && ofOther != null) {
      ofOne.close();
      ofOther.close();
    }
  }
}
