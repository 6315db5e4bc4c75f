package io.isolde.store.spi;

import io.isolde.stm.Deadline;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the commits of a store to its subscribers. A store gets its stream from {@link
 * AbstractStore#stream}.
 *
 * <p>Thread-safe, with two exceptions. A store calls {@link #publish} for one commit at a time, in
 * commit order. It adds no subscription while or after it calls {@link #complete}.
 */
public final class ChangeStream {
  private final CopyOnWriteArrayList<ChangeSubscription> subscriptions =
      new CopyOnWriteArrayList<>();

  /** Accessed only by {@link #publish}. */
  private long published;

  /** Makes a stream without subscribers. */
  ChangeStream() {}

  /**
   * Whether there are subscribers; costs one volatile read, and does not block.
   *
   * @return whether there is at least one subscription, perhaps one that has ended and is about to
   *     be removed
   */
  public boolean isObserved() {
    return !subscriptions.isEmpty();
  }

  /**
   * Adds a subscription, which gets everything that is published from now on. Does not block.
   *
   * @param subscription one that is not in the stream, as passed to {@link AbstractStore#join}
   */
  public void add(ChangeSubscription subscription) {
    subscriptions.add(subscription);
  }

  /**
   * Removes a subscription, which gets nothing that is published from now on. Does not end the
   * subscription, and does not block.
   *
   * @param subscription the one to remove, as passed to {@link AbstractStore#leave}
   * @return whether it was in the stream
   */
  public boolean remove(ChangeSubscription subscription) {
    return subscriptions.remove(subscription);
  }

  /**
   * Hands a commit of a store whose changes cannot be resumed to all subscribers: {@link
   * #publish(String, Iterable)} with an empty position.
   *
   * @param changes the changes of the commit
   */
  public void publish(Iterable<Change> changes) {
    publish("", changes);
  }

  /**
   * Hands a commit to all subscribers, without waiting for any; they run on threads of their own.
   *
   * <p>Runs {@code hashCode} and {@code equals} of the keys on the calling thread. What they throw
   * reaches the caller, and no subscriber gets the commit.
   *
   * @param position the position of the commit; empty in a store that lacks {@link
   *     io.isolde.store.Capability#RESUMABLE_CHANGES}
   * @param changes the changes of the commit, at least one, in the order of the writes; of several
   *     changes of one name and key, subscribers get the last, in the place of the first
   */
  public void publish(String position, Iterable<Change> changes) {
    // This may throw; then the commit takes no number, and numbers stay consecutive.
    List<Change> last = lastOfEach(changes);
    Commit commit = new Commit(++published, position, last);
    subscriptions.forEach(subscription -> subscription.offer(commit));
  }

  private record Target(String name, @Nullable Object key) {}

  /** What subscribers get of all changes of a commit. */
  static List<Change> lastOfEach(Iterable<Change> changes) {
    Map<Target, Change> last = new LinkedHashMap<>();
    for (Change change : changes) {
      last.put(new Target(change.name(), change.key()), change);
    }
    return List.copyOf(last.values());
  }

  /**
   * Waits for room in the buffer of each subscriber in turn: until it holds no more elements than
   * its capacity, or the stream is completed, or the subscription has ended. Called outside of
   * transactions by a thread that has committed a change, after the publication.
   *
   * <p>Returns early, and without an exception, if the deadline has passed or the thread is
   * interrupted; an interrupt status stays set. Never waits on a thread that runs a subscriber of
   * any store.
   *
   * @param deadline until when to wait, for all subscribers together
   */
  public void awaitRoom(Deadline deadline) {
    subscriptions.forEach(subscription -> subscription.awaitRoom(deadline));
  }

  /**
   * Ends all subscriptions at once, with an error, and removes them: because a commit cannot be
   * read, for example. Later subscriptions are not affected. Does not block.
   *
   * @param reason what subscribers get in {@code onError}
   */
  public void fail(Throwable reason) {
    for (ChangeSubscription subscription : subscriptions) {
      subscription.fail(reason);
      subscriptions.remove(subscription);
    }
  }

  /**
   * Completes all subscriptions, and removes them: each that has not ended yet ends with {@code
   * onComplete} when its subscriber has got what is in its buffer. Committers no longer wait for
   * room. Does not block; a further call has no effect.
   *
   * <p>Called when the store is closed. A subscription that is added meanwhile or later may get
   * elements, and may never be completed.
   */
  public void complete() {
    subscriptions.forEach(ChangeSubscription::complete);
    subscriptions.clear();
  }
}
