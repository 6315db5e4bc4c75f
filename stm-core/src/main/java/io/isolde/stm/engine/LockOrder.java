package io.isolde.stm.engine;

/**
 * How commits wait for each other's locks: briefly, and while they hold locks only for a cell that
 * is after all cells that they hold, in the order of the cells' hashes. A commit that would wait
 * for another cell first releases what it holds, and begins to lock anew, a few times. The elder is
 * exempt: it waits for any cell, without bound.
 *
 * <p>So no two commits that add to the same cells in opposite orders wait for each other. The order
 * costs nothing while no commit has to wait.
 */
final class LockOrder {
  /** How many rounds of {@link Pause} a commit waits for a lock. */
  static final int ROUNDS_MAX = Pause.SPINS + 4;

  private LockOrder() {}

  /** Whether a commit that holds {@code held} may wait for {@code wanted}. */
  static boolean isInOrder(Cell held, Cell wanted) {
    return held.hash < wanted.hash;
  }

  /**
   * Waits until the cell is free, and locks it; returns the word before, or {@link ReadSet#UNREAD}
   * if the cell did not become free in time, or if the elder wants it.
   */
  static long lock(Cell cell) {
    int round = 0;
    while (round < ROUNDS_MAX) {
      long word = cell.wordVolatile();
      if (Word.isOwned(word) || Elder.wants(cell)) {
        return ReadSet.UNREAD;
      }
      if (Word.isFree(word) && cell.tryLock(word)) {
        return word;
      }
      round = Stripes.await(cell, round);
    }
    return ReadSet.UNREAD;
  }

  /**
   * Waits until no commit holds {@code cell} and the elder does not wait for it; false if that is
   * not so after a brief time.
   */
  static boolean awaitUnlocked(Cell cell) {
    int round = 0;
    while (round < ROUNDS_MAX) {
      if (!Word.isLocked(cell.wordVolatile()) && !Elder.wants(cell)) {
        return true;
      }
      round = Stripes.await(cell, round);
    }
    return false;
  }
}
