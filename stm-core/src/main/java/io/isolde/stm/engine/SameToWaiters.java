package io.isolde.stm.engine;

/**
 * A value in a ref of a collection that certain others may replace without serving a waiting
 * transaction: every question that a transaction may have asked the collection before it called
 * {@code retry} has the same answer with each of these values.
 */
public interface SameToWaiters {
  /** An equivalence relation. Must be quick, and use nothing but the two values. */
  boolean isSameToWaiters(SameToWaiters other);
}
