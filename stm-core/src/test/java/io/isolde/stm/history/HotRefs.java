package io.isolde.stm.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/**
 * The few refs that all threads use at a time. A ref that has been changed often enough is replaced
 * by a new one. Thread-safe.
 */
final class HotRefs {
  private static final int SUM_CHANGES = RecordedSum.SUMMANDS_MAX * 2 / 3;

  private final int chainChanges;
  private final AtomicReferenceArray<RecordedRef> hot;
  private final List<RecordedLong> owned = new ArrayList<>();
  private final Collection<RecordedRef> all = new ConcurrentLinkedQueue<>();

  /**
   * Makes the refs.
   *
   * @param count how many are in use at a time
   * @param chainChanges how often a chain is changed before it is replaced
   * @param owners threads that have a ref of their own to write
   */
  HotRefs(int count, int chainChanges, int owners) {
    this.chainChanges = chainChanges;
    this.hot = new AtomicReferenceArray<>(count);
    for (int i = 0; i < count; i++) {
      hot.set(i, make(i));
    }
    for (int i = 0; i < owners; i++) {
      owned.add(new RecordedLong("own" + i, 0));
    }
    all.addAll(owned);
  }

  private RecordedRef make(int place) {
    String name = "r" + place + "-" + all.size();
    RecordedRef made =
        switch (place % 5) {
          case 0, 2 -> new RecordedLong(name, chainChanges);
          case 1 -> new RecordedObject(name, chainChanges);
          case 3 -> RecordedSum.ofLong(name, SUM_CHANGES);
          default ->
              all.size() % 2 == 0
                  ? RecordedSum.ofInt(name, SUM_CHANGES)
                  : RecordedSum.ofDouble(name, SUM_CHANGES);
        };
    all.add(made);
    return made;
  }

  int count() {
    return hot.length();
  }

  RecordedRef get(int place) {
    return hot.get(place);
  }

  RecordedRef any(RandomGenerator random) {
    return hot.get(random.nextInt(hot.length()));
  }

  /** One of the hot refs, which the caller is about to change. */
  RecordedRef anyToChange(RandomGenerator random) {
    int place = random.nextInt(hot.length());
    RecordedRef ref = hot.get(place);
    if (ref.isUsedUp()) {
      hot.set(place, make(place));
    }
    return ref;
  }

  int owners() {
    return owned.size();
  }

  /** The ref that only {@code owner} writes. */
  RecordedLong own(int owner) {
    return owned.get(owner);
  }

  /** Every ref that ever was hot, and those of the owners. */
  List<RecordedRef> all() {
    return List.copyOf(all);
  }
}
