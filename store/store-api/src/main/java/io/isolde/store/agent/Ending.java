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

    Watch(Monitor monitor) {
      this.monitor = monitor;
    }

    @Override
    public void close() {
      remove(this);
    }
  }

  /** Null while there are none, as for most agents. */
  private @Nullable Set<Watch> watches;

  private @Nullable Throwable cause;
  private boolean reached;

  /** Adds a monitor, or notifies it at once if the agent has ended. */
  Subscription add(Agent<?> agent, Monitor monitor) {
    Watch watch = new Watch(monitor);
    if (!addUnlessReached(watch)) {
      monitor.ended(agent, cause());
    }
    return watch;
  }

  private synchronized boolean addUnlessReached(Watch watch) {
    if (!reached) {
      watches = watches == null ? new LinkedHashSet<>() : watches;
      watches.add(watch);
    }
    return !reached;
  }

  private synchronized void remove(Watch watch) {
    if (watches != null) {
      watches.remove(watch);
    }
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
