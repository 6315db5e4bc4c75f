package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * The result of an entry whose cell has validators or watches, or that applies a function: worked
 * out before the cell is locked, because user code runs in it.
 *
 * @param attachment the validators and watches that the result is for
 * @param appliedTo the free word of the value that it was computed from, or {@link #ANY_WORD}
 * @param object the new value of an object cell
 * @param bits the new value of a bits cell
 */
record Preparation(
    @Nullable Attachment attachment, long appliedTo, @Nullable Object object, long bits) {
  /** For a result that does not depend on the value before it. */
  static final long ANY_WORD = -1;

  /** Asks the validators. Runs user code. */
  Preparation validated() {
    if (attachment != null) {
      attachment.validate(object, bits);
    }
    return this;
  }

  /** Whether the lock found what the result is for. */
  boolean fits(long wordBefore, @Nullable Attachment present) {
    return present == attachment && (appliedTo == ANY_WORD || appliedTo == Word.freed(wordBefore));
  }
}
