package io.isolde.stm.engine;

import java.util.concurrent.atomic.LongAdder;

/**
 * Counters of the uncommon events. Commits are not counted, because that would cost every commit.
 */
public final class Counters {
  public static final LongAdder CONFLICTS = new LongAdder();
  public static final LongAdder WAITS = new LongAdder();
  public static final LongAdder PROMOTIONS = new LongAdder();

  private Counters() {}
}
