package io.isolde.agent;

import io.isolde.stm.Subscription;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The end of an agent: whether it has come, its cause, and the monitors to notify, each once.
 * Thread-safe.
 */
final class Ending {
  /** One registration of a monitor, which may have several. */
  private final class Watch implements Subscription {
    private final Monitor monitor;

    /** If the monitor is one half of a link, the other half, whose companion is this agent. */
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
   * Has the agent's links keep it in memory, or not, when this may have changed: the end of an
   * agent matters to others if anyone besides a single linked agent is to learn of it.
   */
  private void keepIfItMatters(Set<Watch> all) {
    if (all.size() <= 2) {
      all.forEach(watch -> watch.keep(all.size() == 2 ? agent : null));
    }
  }

  synchronized int watches() {
    return watches == null ? 0 : watches.size();
  }

  /** Sets the cause of the end. The first cause stays; a cause after the end is ignored. */
  synchronized void because(Throwable failure) {
    if (cause == null && !reached) {
      cause = failure;
    }
  }

  /** The cause of the past or coming end; null if the agent was closed, or is not ending. */
  synchronized @Nullable Throwable cause() {
    return cause;
  }

  synchronized boolean isReached() {
    return reached;
  }

  /** Marks the agent as ended, and returns the monitors to notify. */
  synchronized List<Monitor> reach() {
    reached = true;
    List<Monitor> notified =
        watches == null ? List.of() : watches.stream().map(watch -> watch.monitor).toList();
    watches = null;
    return notified;
  }
}
