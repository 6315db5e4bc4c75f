package io.isolde.stm.engine;

/**
 * How many transactions of a thread begin as an {@link Attempt} because others have outgrown brief
 * mode: the more, the more of them did so one after the other. Thread-confined.
 */
final class Outgrowth {
  /** After transactions that outgrew brief mode, at most 2 to this power others skip it. */
  private static final int OUTGROWN_MAX = 6;

  /** How many transactions are still to skip brief mode. */
  private int skips;

  /** How many transactions have outgrown it one after the other, up to a limit. */
  private int outgrown;

  boolean isToSkip() {
    return skips != 0;
  }

  /** Whether the transaction that begins now is to skip brief mode. Counts it if so. */
  boolean skipsNext() {
    if (Points.ON ? !Points.skipsBriefMode() : skips == 0) {
      return false;
    }
    skips = Math.max(0, skips - 1);
    return true;
  }

  /** Notes that a transaction has outgrown brief mode. */
  void outgrow() {
    outgrown = Math.min(outgrown + 1, OUTGROWN_MAX);
    skips = 1 << outgrown;
  }

  /** Notes that a transaction has committed in brief mode. */
  void fit() {
    outgrown = 0;
  }

  /** For tests: the next transaction begins in brief mode. */
  void forget() {
    skips = 0;
    outgrown = 0;
  }
}
