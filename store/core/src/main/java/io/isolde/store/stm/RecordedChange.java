package io.isolde.store.stm;

import io.isolde.store.Change;
import org.jspecify.annotations.Nullable;

/**
 * A change that an attempt has made: the last one in a list. Immutable.
 *
 * @param before the change before it; null if it is the first one
 * @param count how many changes there are, up to this one
 * @param target what was changed
 * @param key the key that was written in a map; null for refs and counters
 * @param value the new value; null if there is none any more; an {@link AddedTo} if the commit
 *     decides it
 * @param undecided how many of the changes up to this one have such a value
 * @param changes all changes of the attempt
 */
public record RecordedChange(
    @Nullable RecordedChange before,
    int count,
    ChangeTarget target,
    @Nullable Object key,
    @Nullable Object value,
    int undecided,
    ChangeSet changes) {
  /** The first change of an attempt. */
  static RecordedChange first(
      ChangeTarget target, @Nullable Object key, @Nullable Object value, ChangeSet changes) {
    return new RecordedChange(null, 1, target, key, value, undecided(value), changes);
  }

  /** The change after this one. */
  RecordedChange then(ChangeTarget next, @Nullable Object nextKey, @Nullable Object nextValue) {
    int undecidedThen = undecided + undecided(nextValue);
    return new RecordedChange(this, count + 1, next, nextKey, nextValue, undecidedThen, changes);
  }

  private static int undecided(@Nullable Object value) {
    return value instanceof AddedTo ? 1 : 0;
  }

  /** The changes after the first {@code skipped} ones, the oldest first. */
  public RecordedChange[] after(int skipped) {
    RecordedChange[] after = new RecordedChange[count - skipped];
    RecordedChange change = this;
    while (change != null && change.count > skipped) {
      after[change.count - skipped - 1] = change;
      change = change.before;
    }
    return after;
  }

  /** What subscribers get, after the commit. */
  Change toChange() {
    return new Change(target.name(), key, value instanceof AddedTo sum ? sum.decided() : value);
  }
}
