package io.isolde.stm.engine;

/**
 * The layout of a cell's word: the version of the value in the cell, and who may change it.
 *
 * <pre>
 * bits   name     meaning
 * 63..2  version  clock value that the value in the cell was committed at; 0 for a value it was made with
 * 1      LOCKED   a committer holds the cell: the value may be old or new, so nobody may use it
 * 0      OWNED    the elder holds the cell: the value is stable and may be read, but only the elder may lock it
 * </pre>
 */
final class Word {
  static final long OWNED = 1;
  static final long LOCKED = 2;
  private static final long STATE = OWNED | LOCKED;
  private static final int STATE_BITS = 2;

  private Word() {}

  static long free(long version) {
    return version << STATE_BITS;
  }

  static long version(long word) {
    return word >>> STATE_BITS;
  }

  static boolean isFree(long word) {
    return (word & STATE) == 0;
  }

  static boolean isLocked(long word) {
    return (word & LOCKED) != 0;
  }

  static boolean isOwned(long word) {
    return (word & OWNED) != 0;
  }

  /** The word as it reads when nobody holds the cell. */
  static long freed(long word) {
    return word & ~STATE;
  }

  static String describe(long word) {
    String state = isLocked(word) ? "LOCKED" : isOwned(word) ? "OWNED" : "FREE";
    return state + "@" + version(word);
  }
}
