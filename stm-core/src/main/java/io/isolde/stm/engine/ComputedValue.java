package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The new value of a cell, computed and validated before the cell is locked, because user code may
 * run: for a cell with validators or watches, or a write that applies a function.
 *
 * @param attachment the validators and watches for which the value was computed
 * @param appliedTo the free word of the value from which it was computed, or {@link #ANY_WORD}
 * @param object the value of an object cell
 * @param bits the value of a bits cell; for an addition that need not be computed before locking,
 *     the summand, which is not used
 */
record ComputedValue(
    @Nullable Attachment attachment, long appliedTo, @Nullable Object object, long bits) {
  /** The word of a value that does not depend on the old one. */
  static final long ANY_WORD = -1;

  /** Runs the validators, which are user code. */
  ComputedValue validated() {
    if (attachment != null) {
      attachment.validate(object, bits);
    }
    return this;
  }

  /** Whether the value is still right for the locked cell, given its word before the lock. */
  boolean fits(long wordBefore, @Nullable Attachment present) {
    return present == attachment && (appliedTo == ANY_WORD || appliedTo == Word.freed(wordBefore));
  }
}
