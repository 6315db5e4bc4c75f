package io.isolde.store.agent;

import io.isolde.stm.Subscription;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether an agent has ended, of what, and who is to be notified of it, each once. Thread-safe. */
final class Ending {
  /** A monitor, as often as it was added. */
  private final class Watch implements Subscription {
    private final Monitor monitor;

    /** If the monitor is one half of a link, the other, whose companion this agent is. */
    private final Link.@Nullable Half opposite;

    Watch(Monitor monitor, Link.@Nullable Half opposite) {
      this.monitor = monitor;
      this.opposite = opposite;
    }

    void keep(@Nullable Agent<?> agentToKeep) {
      if (opposite != null) {
        opposite.keep(agentToKeep);
      }
    }

    @Override
    public void close() {
      remove(this);
    }
  }

  private final Agent<?> agent;

  /** Null while there are none, as for most agents. */
  private @Nullable Set<Watch> watches;

  private @Nullable Throwable cause;
  private boolean reached;

  Ending(Agent<?> agent) {
    this.agent = agent;
  }

  /** Adds a monitor, or notifies it at once if the agent has ended. */
  Subscription add(Monitor monitor, Link.@Nullable Half opposite) {
    Watch watch = new Watch(monitor, opposite);
    if (!addUnlessReached(watch)) {
      monitor.ended(agent, cause());
    }
    return watch;
  }

  private synchronized boolean addUnlessReached(Watch watch) {
    if (!reached) {
      watches = watches == null ? new LinkedHashSet<>() : watches;
      watches.add(watch);
      keepIfItMatters(watches);
    }
    return !reached;
  }

  private synchronized void remove(Watch watch) {
    if (watches != null) {
      watches.remove(watch);
      keepIfItMatters(watches);
    }
  }

  /**
   * Lets what the agent is linked to keep it in memory, or not, where this may have changed: the
   * end of an agent matters to others if anybody but one that it is linked to is to learn of it.
   */
  private void keepIfItMatters(Set<Watch> all) {
    if (all.size() <= 2) {
      all.forEach(watch -> watch.keep(all.size() == 2 ? agent : null));
    }
  }

  synchronized int watches() {
    return watches == null ? 0 : watches.size();
  }

  /** Notes what the agent will have ended of. The first cause stays, and none comes too late. */
  synchronized void because(Throwable failure) {
    if (cause == null && !reached) {
      cause = failure;
    }
  }

  /** What the agent has ended of, or will; null if it was closed, or neither. */
  synchronized @Nullable Throwable cause() {
    return cause;
  }

  synchronized boolean isReached() {
    return reached;
  }

  /** Ends, and returns whom to notify. */
  synchronized List<Monitor> reach() {
    reached = true;
    List<Monitor> notified =
        watches == null ? List.of() : watches.stream().map(watch -> watch.monitor).toList();
    watches = null;
    return notified;
  }
}
