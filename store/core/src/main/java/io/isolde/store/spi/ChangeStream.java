package io.isolde.store.spi;

import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the commits of a store to its subscribers. Thread-safe, except for {@link #publish}: a
 * store calls it for one commit at a time, in commit order.
 */
public final class ChangeStream {
  private final CopyOnWriteArrayList<ChangeSubscription> subscriptions =
      new CopyOnWriteArrayList<>();

  /** Accessed only by {@link #publish}. */
  private long published;

  /** Makes a stream without subscribers. */
  ChangeStream() {}

  /**
   * Whether there are subscribers; costs one volatile read.
   *
   * @return whether there is at least one
   */
  public boolean isObserved() {
    return !subscriptions.isEmpty();
  }

  /**
   * Adds a subscription, which gets everything that is published from now on.
   *
   * @param subscription one that is not in the stream
   */
  public void add(ChangeSubscription subscription) {
    subscriptions.add(subscription);
  }

  /**
   * Removes a subscription, which gets nothing any more.
   *
   * @param subscription the subscription
   * @return whether it was in the stream
   */
  public boolean remove(ChangeSubscription subscription) {
    return subscriptions.remove(subscription);
  }

  /**
   * Hands a commit to all subscribers, without waiting for any; they run on threads of their own.
   *
   * @param changes the changes of the commit, in the order of the writes; of several changes of one
   *     key, subscribers get the last
   */
  public void publish(Iterable<Change> changes) {
    Commit commit = new Commit(++published, lastOfEach(changes));
    subscriptions.forEach(subscription -> subscription.offer(commit));
  }

  private record Target(String name, @Nullable Object key) {}

  private static List<Change> lastOfEach(Iterable<Change> changes) {
    Map<Target, Change> last = new LinkedHashMap<>();
    for (Change change : changes) {
      last.put(new Target(change.name(), change.key()), change);
    }
    return List.copyOf(last.values());
  }

  /**
   * Waits until every subscriber has room, the deadline has passed, or the thread is interrupted,
   * and then returns, with the interrupt status set; called outside transactions.
   *
   * @param deadline until when to wait
   */
  public void awaitRoom(Deadline deadline) {
    subscriptions.forEach(subscription -> subscription.awaitRoom(deadline));
  }

  /** Completes all subscriptions; nothing is published any more. */
  public void complete() {
    subscriptions.forEach(ChangeSubscription::complete);
    subscriptions.clear();
  }
}
