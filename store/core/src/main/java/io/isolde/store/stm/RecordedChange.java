package io.isolde.store.stm;

import io.isolde.store.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * @param addition the last change before this one that has such a value; null if none has
 * @param changes all changes of the attempt
 */
public record RecordedChange(
    @Nullable RecordedChange before,
    int count,
    ChangeTarget target,
    @Nullable Object key,
    @Nullable Object value,
    @Nullable RecordedChange addition,
    ChangeSet changes) {
  /** The first change of an attempt. */
  static RecordedChange first(
      ChangeTarget target, @Nullable Object key, @Nullable Object value, ChangeSet changes) {
    return new RecordedChange(null, 1, target, key, value, null, changes);
  }

  /** The change after this one. */
  RecordedChange then(ChangeTarget next, @Nullable Object nextKey, @Nullable Object nextValue) {
    return new RecordedChange(this, count + 1, next, nextKey, nextValue, lastAddition(), changes);
  }

  /** The last change up to this one that has a value that the commit decides; null if none has. */
  @Nullable RecordedChange lastAddition() {
    return value instanceof AddedTo ? this : addition;
  }

  /** The last addition to each counter, the newest first. */
  List<RecordedChange> additions() {
    RecordedChange last = lastAddition();
    if (last == null) {
      return List.of();
    }
    Map<ChangeTarget, RecordedChange> additions = new LinkedHashMap<>();
    for (RecordedChange next = last; next != null; next = next.addition) {
      additions.putIfAbsent(next.target, next);
    }
    return List.copyOf(additions.values());
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

  /**
   * What subscribers get, after the commit.
   *
   * @param decided the value that the commit decided; null if it decided none for this target
   */
  Change toChange(@Nullable Object decided) {
    return new Change(target.name(), key, decided == null ? value : decided);
  }
}
