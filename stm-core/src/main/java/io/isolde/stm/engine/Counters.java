package io.isolde.stm.engine;

import java.util.concurrent.atomic.LongAdder;

/** Counts of the uncommon events. Commits are not counted: that would cost every one of them. */
public final class Counters {
  public static final LongAdder CONFLICTS = new LongAdder();
  public static final LongAdder WAITS = new LongAdder();
  public static final LongAdder PROMOTIONS = new LongAdder();

  private Counters() {}
}
