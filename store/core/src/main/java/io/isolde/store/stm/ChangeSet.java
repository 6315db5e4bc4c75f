package io.isolde.store.stm;

import static java.util.Objects.requireNonNull;

import io.isolde.stm.Participant;
import io.isolde.store.Change;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All changes of an attempt to a store. A log extends this by what it needs to keep them.
 * Thread-confined.
 */
public class ChangeSet implements Participant {
  private @Nullable RecordedChange newest;

  /** Those whose values the commit decides: of each counter the last one, the newest first. */
  private List<RecordedChange> undecided = List.of();

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
    undecided = newest.additions();
  }

  /** How many changes were taken. */
  protected final int taken() {
    return newest == null ? 0 : newest.count();
  }

  /** How many values the commit decides: one for each counter that was added to. */
  protected final int undecided() {
    return undecided.size();
  }

  /**
   * Decides the values that only the commit decides. This happens under locks, so it does no more
   * than one step for each counter.
   */
  @Override
  public void prepare() {
    for (RecordedChange change : undecided) {
      AddedTo sum = (AddedTo) requireNonNull(change.value());
      sum.decide();
      decided(change, sum.decided());
    }
  }

  /** Called in {@link #prepare} for each change whose value was decided, the newest first. */
  protected void decided(RecordedChange change, long value) {}

  /** The position of the commit, after it; empty if there is no log that could be read again. */
  protected String position() {
    return "";
  }

  /**
   * The changes that were taken, the oldest first; after the commit. Every change of a counter that
   * was added to has the value that the commit decided.
   */
  final List<Change> toList() {
    Map<ChangeTarget, Object> sums = new HashMap<>();
    for (RecordedChange addition : undecided) {
      sums.put(addition.target(), ((AddedTo) requireNonNull(addition.value())).decided());
    }
    Change[] changes = new Change[taken()];
    for (RecordedChange taken = newest; taken != null; taken = taken.before()) {
      changes[taken.count() - 1] = taken.toChange(sums.get(taken.target()));
    }
    return Arrays.asList(changes);
  }
}
