package io.isolde.store.backend;

import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Who follows the changes of a store. Thread-safe, but for {@link #publish}: a store calls it for
 * one commit at a time, in commit order.
 */
public final class ChangeStream {
  private final CopyOnWriteArrayList<ChangeSubscription> subscriptions =
      new CopyOnWriteArrayList<>();

  /** Touched by {@link #publish} alone. */
  private long published;

  /** Makes a stream that nobody follows. */
  ChangeStream() {}

  /** Whether anybody follows: one volatile read. */
  public boolean isObserved() {
    return !subscriptions.isEmpty();
  }

  /** What is published from now on goes to {@code subscription} as well. */
  public void add(ChangeSubscription subscription) {
    subscriptions.add(subscription);
  }

  /** Nothing goes to {@code subscription} any more; whether something did. */
  public boolean remove(ChangeSubscription subscription) {
    return subscriptions.remove(subscription);
  }

  /** Hands a commit to all subscribers, without waiting for any. */
  public void publish(Iterable<Change> changes) {
    Commit commit = new Commit(++published, lastOfEach(changes));
    subscriptions.forEach(subscription -> subscription.offer(commit));
  }

  private record Place(String name, @Nullable Object key) {}

  private static List<Change> lastOfEach(Iterable<Change> changes) {
    Map<Place, Change> last = new LinkedHashMap<>();
    for (Change change : changes) {
      last.put(new Place(change.name(), change.key()), change);
    }
    return List.copyOf(last.values());
  }

  /** Waits, outside of any transaction, until every subscriber has room, or for long enough. */
  public void awaitRoom(Deadline deadline) {
    subscriptions.forEach(subscription -> subscription.awaitRoom(deadline));
  }

  /** Nothing will be published any more. */
  public void complete() {
    subscriptions.forEach(ChangeSubscription::complete);
    subscriptions.clear();
  }
}
