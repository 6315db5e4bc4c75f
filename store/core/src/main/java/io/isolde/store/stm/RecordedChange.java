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
 * @param value the new value; null if there is none any more
 * @param changes all changes of the attempt
 */
public record RecordedChange(
    @Nullable RecordedChange before,
    int count,
    ChangeTarget target,
    @Nullable Object key,
    @Nullable Object value,
    ChangeSet changes) {
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

  /** What subscribers get. */
  Change toChange() {
    return new Change(target.name(), key, value);
  }
}
