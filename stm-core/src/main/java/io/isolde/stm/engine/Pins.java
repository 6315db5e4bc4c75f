package io.isolde.stm.engine;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The read versions of the pinned snapshots, in ascending order, which is the order of pinning.
 * Removal needs no memory: it allocates only to shrink the array, and does without if it must.
 *
 * <p>Changed by one thread at a time; meanwhile, any thread may call {@link #isAnyWithin}.
 */
final class Pins {
  /*
   * Slot 0 holds the number of slots in use. A removed pin is negated. It stays in its slot until
   * it is the last one, or until the array is replaced by one without it.
   *
   *  P1  The slots in use ascend by absolute value. The last one holds a pin that is not removed.
   *  P2  A thread that reads the array and then the number of slots misses no pin that was added
   *      before and not removed since. For let q be such a pin, in slot i. The contents of the
   *      slots behind i were written after q, so they are above q, even if they are no longer in
   *      use. So a search for the first slot above a version that is below q ends at i or before.
   *  P3  A reader of an array that has been replaced takes removed pins for present ones. It keeps
   *      more than it must.
   */
  private static final int LENGTH_MIN = 16;

  private volatile AtomicLongArray slots = new AtomicLongArray(LENGTH_MIN);
  private int open;

  /** The number of pins. */
  int count() {
    return open;
  }

  /** Adds a pin that is above all others. Adds nothing if there is no memory for it. */
  void add(long pin) {
    AtomicLongArray present = slots;
    int used = used(present);
    if (used + 1 == present.length()) {
      present = withoutRemoved(present);
      used = open;
    }
    present.set(used + 1, pin);
    present.set(0, used + 1L);
    slots = present;
    open++;
  }

  /** Removes a pin that was added. */
  void remove(long pin) {
    AtomicLongArray present = slots;
    int i = firstAbove(present, used(present), pin - 1);
    present.set(i, -pin);
    open--;
    int used = used(present);
    while (used > 0 && present.get(used) < 0) {
      used--;
    }
    present.set(0, used);
    if (used > LENGTH_MIN && open < used / 4) {
      shrink(present);
    }
  }

  private void shrink(AtomicLongArray present) {
    try {
      slots = withoutRemoved(present);
    } catch (OutOfMemoryError e) {
      return; // the next removal tries again
    }
  }

  /** A copy without the removed pins, with room for as many more. */
  private AtomicLongArray withoutRemoved(AtomicLongArray present) {
    AtomicLongArray copy = new AtomicLongArray(Math.max(LENGTH_MIN, 2 * (open + 1)));
    int kept = 0;
    for (int i = 1; i <= used(present); i++) {
      if (present.get(i) > 0) {
        copy.setPlain(++kept, present.get(i));
      }
    }
    copy.set(0, kept);
    return copy;
  }

  private static int used(AtomicLongArray slots) {
    return (int) slots.get(0);
  }

  /** The newest pin, {@link Snapshots#NONE} if there is none. */
  long newest() {
    AtomicLongArray present = slots;
    int used = used(present);
    return used == 0 ? Snapshots.NONE : present.get(used);
  }

  /** The oldest pin, {@link Long#MAX_VALUE} if there is none. */
  long oldest() {
    AtomicLongArray present = slots;
    for (int i = 1; i <= used(present); i++) {
      if (present.get(i) > 0) {
        return present.get(i);
      }
    }
    return Long.MAX_VALUE;
  }

  /** Whether there is a pin above {@code low} that is not above {@code high}. */
  boolean isAnyWithin(long low, long high) {
    AtomicLongArray present = slots;
    int used = used(present);
    for (int i = firstAbove(present, used, low); i <= used; i++) {
      long pin = present.get(i);
      if (Math.abs(pin) > high) {
        return false;
      }
      if (pin > low) {
        return true;
      }
    }
    return false;
  }

  /** The first slot in use whose absolute value is above {@code version}. */
  private static int firstAbove(AtomicLongArray slots, int used, long version) {
    int low = 1;
    int high = used + 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Math.abs(slots.get(middle)) > version) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
