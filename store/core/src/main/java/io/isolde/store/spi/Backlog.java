package io.isolde.store.spi;

import io.isolde.store.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commits behind a position, for one subscriber that resumes a stream of changes. A backend
 * with {@link io.isolde.store.Capability#RESUMABLE_CHANGES} makes one for each such subscriber, in
 * {@link AbstractStore#backlog}.
 *
 * <p>Owner-only: called by one thread at a time, outside of transactions, on a virtual thread that
 * may wait. While the backlog is read, the subscriber gets nothing that is published:
 *
 * <pre>
 *   next() … next() ──isWithin(capacity)──▶ endAt(live) ──▶ next() … next() is null ──▶ close()
 * </pre>
 *
 * What any of these methods throws ends the stream, and the subscriber gets it in {@code onError}.
 * They are also called after the store was closed, while the subscriber has not got everything yet.
 */
public interface Backlog extends AutoCloseable {
  /**
   * A commit that was made before.
   *
   * @param position its position
   * @param changes as for {@link ChangeStream#publish(String, Iterable)}
   */
  record Entry(String position, List<Change> changes) {}

  /**
   * The next commit, in commit order.
   *
   * @return the commit; null if there is none yet, or, after {@link #endAt}, if there is no other
   * @throws io.isolde.store.ChangesLostException if commits before it are not held any more
   */
  @Nullable Entry next();

  /**
   * Whether few commits are left.
   *
   * @param count how many are few, at least 1
   * @return whether about that many or fewer are left; true if none is
   */
  boolean isWithin(int count);

  /**
   * Ends the backlog between two commits: from now on it consists of all commits before some
   * instant, and {@code live} runs after the last of them was published, and before the first later
   * one is. Called once. When the store is closed, {@code live} runs as well.
   *
   * @param live lets the subscriber get what is published; does not block or throw
   */
  void endAt(Runnable live);

  /**
   * Releases what the backlog holds, such as files; called once, at any time, and throws nothing.
   */
  @Override
  void close();
}
