package io.isolde.stm.collection.parts;

import io.isolde.stm.LongRef;
import io.isolde.stm.Participant;
import io.isolde.stm.engine.Access;

/**
 * The value that a commit is about to give a ref. A transaction that only adds to a ref does not
 * know it before: others may add, too, until the commit has locked the ref.
 */
public final class PreparedValue {
  private PreparedValue() {}

  /**
   * The value of {@code ref} after the commit of the calling thread, if it succeeds.
   *
   * @param ref one that the transaction has written
   * @return the value
   * @throws IllegalStateException except in {@link Participant#prepare}
   */
  public static long of(LongRef ref) {
    return Access.prepared(ref);
  }
}
