package io.isolde.stm.engine;

/**
 * The layout of a cell's word: the version of the value in the cell, and who may change it.
 *
 * <pre>
 * bits   name     meaning
 * 63..8  version  clock value at which the value was committed; 0 for the initial value
 * 7..2   edition  distinguishes values of the cell that were committed at the same clock value
 * 1      LOCKED   a commit holds the cell: the value may be old or new, so no thread may use it
 * 0      OWNED    the elder holds the cell: the value is stable and may be read, but only the elder
 *                 may change it
 * </pre>
 */
final class Word {
  static final long OWNED = 1;
  static final long LOCKED = 2;
  private static final long STATE = OWNED | LOCKED;
  private static final long EDITION = 4;
  private static final long EDITIONS = 63 * EDITION;
  private static final int VERSION_SHIFT = 8;

  private Word() {}

  /** The word of the first edition of {@code version}. */
  static long free(long version) {
    return version << VERSION_SHIFT;
  }

  /** The free word of the next value with the same version as {@code word}. */
  static long nextEdition(long word) {
    return freed(word) + EDITION;
  }

  /** Whether the clock must pass the version of {@code word} before the value may change again. */
  static boolean isLastEdition(long word) {
    return (word & EDITIONS) == EDITIONS;
  }

  static long version(long word) {
    return word >>> VERSION_SHIFT;
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

  /** {@code word} without its state bits: the word while no transaction holds the cell. */
  static long freed(long word) {
    return word & ~STATE;
  }

  static String describe(long word) {
    String state = isLocked(word) ? "LOCKED" : isOwned(word) ? "OWNED" : "FREE";
    return state + "@" + version(word) + "." + (word & EDITIONS) / EDITION;
  }
}
