package io.isolde.store.stm;

import io.isolde.stm.LongRef;
import io.isolde.stm.collection.parts.PreparedValue;

/**
 * The value of a counter to which an attempt has added, without knowing the value: known when the
 * commit has locked the counter. Thread-confined.
 */
public final class AddedTo {
  private final LongRef counter;
  private long decided;

  AddedTo(LongRef counter) {
    this.counter = counter;
  }

  /**
   * Finds out the value that the commit is about to give the counter. Called in {@code prepare}.
   */
  void decide() {
    decided = PreparedValue.of(counter);
  }

  /** The value; meaningful from {@code prepare} on. */
  public long decided() {
    return decided;
  }
}
