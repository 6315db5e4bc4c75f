package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The prepared result of a write entry whose cell has validators or watches, or that applies a
 * function. It is prepared before the cell is locked, because user code may run.
 *
 * @param attachment the validators and watches for which the result was prepared
 * @param appliedTo the free word of the value from which the result was computed, or {@link
 *     #ANY_WORD}
 * @param object the new value of an object cell
 * @param bits the new value of a bits cell; for an addition that need not be computed before
 *     locking, the summand, which is not used
 */
record Preparation(
    @Nullable Attachment attachment, long appliedTo, @Nullable Object object, long bits) {
  /** The word of a result that does not depend on the old value. */
  static final long ANY_WORD = -1;

  /** Runs the validators, which are user code. */
  Preparation validated() {
    if (attachment != null) {
      attachment.validate(object, bits);
    }
    return this;
  }

  /** Whether the result is still valid for the locked cell, given its word before the lock. */
  boolean fits(long wordBefore, @Nullable Attachment present) {
    return present == attachment && (appliedTo == ANY_WORD || appliedTo == Word.freed(wordBefore));
  }
}
