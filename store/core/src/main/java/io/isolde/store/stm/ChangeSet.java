package io.isolde.store.stm;

import io.isolde.stm.Participant;
import io.isolde.store.Change;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All changes of an attempt to a store. A log extends this by what it needs to keep them.
 * Thread-confined.
 */
public class ChangeSet implements Participant {
  private @Nullable RecordedChange newest;

  /** Makes an empty set. */
  protected ChangeSet() {}

  /**
   * Takes the changes up to {@code newest}. Called at the end of the body, before any lock is
   * taken, and again if anything changes after that. What was taken once stays in the set.
   *
   * @throws RuntimeException with the same effect as if the body had thrown it
   */
  protected void take(RecordedChange newest) {
    this.newest = newest;
  }

  /** How many changes were taken. */
  protected final int taken() {
    return newest == null ? 0 : newest.count();
  }

  /** How many of them have a value that the commit decides. */
  protected final int undecided() {
    return newest == null ? 0 : newest.undecided();
  }

  /** Decides the values that only the commit decides. */
  @Override
  public void prepare() {
    RecordedChange change = newest;
    while (change != null && change.undecided() > 0) {
      if (change.value() instanceof AddedTo sum) {
        sum.decide();
        decided(change, sum.decided());
      }
      change = change.before();
    }
  }

  /** Called in {@link #prepare} for each change whose value was decided, the newest first. */
  protected void decided(RecordedChange change, long value) {}

  /** The changes that were taken, the oldest first; after the commit. */
  final List<Change> toList() {
    Change[] changes = new Change[taken()];
    for (RecordedChange taken = newest; taken != null; taken = taken.before()) {
      changes[taken.count() - 1] = taken.toChange();
    }
    return Arrays.asList(changes);
  }
}
