package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * A hash table of the waiter groups whose cells hash to one stripe, with chains through the groups
 * themselves. Guarded by the stripe's lock.
 *
 * <p>Adding a group needs no memory except for the group itself, and removing one needs none: if
 * there is no memory for a larger table, the chains get longer. {@link java.util.HashMap} promises
 * neither, and its first table has the wrong length if there was no memory for it the first time.
 */
final class WaiterTable {
  private static final int LENGTH_MIN = 4;

  /** Its length is a power of two. */
  private @Nullable WaiterGroup[] chains = new WaiterGroup[LENGTH_MIN];

  private int count;

  /**
   * The group of the waiters that have seen {@code seen} in {@code cell}; a new one if there is
   * none.
   */
  WaiterGroup group(Cell cell, @Nullable Object seen) {
    for (WaiterGroup g = chains[index(cell)]; g != null; g = g.next) {
      if (g.cell == cell && g.hasSeen(seen)) {
        return g;
      }
    }
    WaiterGroup added = new WaiterGroup(cell, seen);
    if (count >= chains.length) {
      grow();
    }
    link(added);
    count++;
    return added;
  }

  /** The entry that arrived first of those that {@code cell} concerns; null if there is none. */
  @Nullable WaiterEntry firstConcerned(Cell cell) {
    WaiterEntry first = null;
    for (WaiterGroup g = chains[index(cell)]; g != null; g = g.next) {
      WaiterEntry candidate = g.cell == cell ? g.first : null;
      if (candidate != null
          && (first == null || candidate.arrival < first.arrival)
          && g.isConcerned()) {
        first = candidate;
      }
    }
    return first;
  }

  boolean has(Cell cell) {
    for (WaiterGroup g = chains[index(cell)]; g != null; g = g.next) {
      if (g.cell == cell) {
        return true;
      }
    }
    return false;
  }

  void remove(WaiterGroup removed) {
    int index = index(removed.cell);
    WaiterGroup before = null;
    for (WaiterGroup g = chains[index]; g != removed && g != null; g = g.next) {
      before = g;
    }
    if (before == null) {
      chains[index] = removed.next;
    } else {
      before.next = removed.next;
    }
    count--;
  }

  private void grow() {
    @Nullable WaiterGroup[] before = chains;
    try {
      chains = new WaiterGroup[2 * before.length];
    } catch (OutOfMemoryError e) {
      return; // the next addition tries again
    }
    for (WaiterGroup chain : before) {
      linkAll(chain);
    }
  }

  private void linkAll(@Nullable WaiterGroup chain) {
    for (WaiterGroup g = chain; g != null; ) {
      WaiterGroup next = g.next;
      link(g);
      g = next;
    }
  }

  private void link(WaiterGroup group) {
    int index = index(group.cell);
    group.next = chains[index];
    chains[index] = group;
  }

  private int index(Cell cell) {
    return cell.hash & (chains.length - 1);
  }
}
