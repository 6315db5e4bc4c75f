package io.isolde.agent;

import io.isolde.stm.Subscription;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** A link between two agents that end together. Thread-safe. */
final class Link implements Subscription {
  /*
   * Memory. A link alone keeps neither agent in memory. An agent that nothing refers to does not
   * end by itself, and that its link would have to end it matters to nobody, unless others are to
   * learn of its end. So each half refers to its companion weakly, and, while the companion has
   * further monitors or links, strongly as well. A half whose companion has been collected is
   * removed.
   */

  /** The monitor of one of the two agents, which ends the other. */
  static final class Half implements Monitor {
    private static final Cleaner CLEANER = Cleaner.create();

    private final WeakReference<Agent<?>> companion;

    /** The companion, while its end matters to others. */
    @SuppressWarnings("unused") // keeps it in memory
    private volatile @Nullable Agent<?> kept;

    private Half(Agent<?> companion) {
      this.companion = new WeakReference<>(companion);
      this.kept = companion; // until its monitors are known
    }

    /**
     * Keeps the companion in memory for others, or, if null, no longer; called by its {@link
     * Ending}.
     */
    void keep(@Nullable Agent<?> companionToKeep) {
      kept = companionToKeep;
    }

    @Override
    public void ended(Agent<?> agent, @Nullable Throwable cause) {
      Agent<?> other = companion.get();
      if (other != null) {
        other.endWith(cause);
      }
    }

    /**
     * Has the half removed when the companion has been collected; keeps nothing in memory until
     * then.
     */
    private static void removeAfter(Agent<?> companion, Subscription watch) {
      WeakReference<Subscription> weakly = new WeakReference<>(watch);
      CLEANER.register(companion, () -> close(weakly));
    }

    private static void close(WeakReference<Subscription> watch) {
      Subscription present = watch.get();
      if (present != null) {
        present.close();
      }
    }
  }

  private final Subscription atOne;
  private final Subscription atOther;

  private Link(Subscription atOne, Subscription atOther) {
    this.atOne = atOne;
    this.atOther = atOther;
  }

  /** Links the two; takes effect at once if one of them has ended. */
  static Link tie(Agent<?> one, Agent<?> other) {
    Half ofOne = new Half(other);
    Half ofOther = new Half(one);
    Subscription atOne = one.monitor(ofOne, ofOther);
    Subscription atOther = other.monitor(ofOther, ofOne);
    Half.removeAfter(other, atOne);
    Half.removeAfter(one, atOther);
    Link link = new Link(atOne, atOther);
    if (one.isEnded() || other.isEnded()) {
      link.close();
    }
    return link;
  }

  @Override
  public void close() {
    atOne.close();
    atOther.close();
  }
}
