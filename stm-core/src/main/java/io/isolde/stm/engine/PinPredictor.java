package io.isolde.stm.engine;

/**
 * Predicts whether a snapshot should pin at once, because a start without a pin would nearly always
 * be in vain: the next snapshots after a long one that others overtook. As long as they overtake
 * the pinned ones too, none starts without a pin. Thread-confined.
 */
final class PinPredictor {
  /** Number of reads from which on a snapshot is long. */
  private static final int LONG = 64;

  /**
   * How many snapshots that nobody overtakes are pinned at once, one after the other, before one
   * starts without a pin.
   */
  private static final int PINS = 31;

  private int pinsLeft;

  /** Whether to pin the snapshot that begins now. */
  boolean pinsNext() {
    if (pinsLeft == 0) {
      return false;
    }
    pinsLeft--;
    return true;
  }

  /**
   * Learns from a pinned snapshot that has ended; whether the next one is to be pinned for its
   * sake.
   *
   * @param reads how many reads it made
   * @param overtaken whether it would have been in vain without a pin
   */
  boolean learn(int reads, boolean overtaken) {
    if (reads < LONG) {
      pinsLeft = 0;
    } else if (overtaken) {
      pinsLeft = PINS;
    }
    return pinsLeft == PINS;
  }
}
