package io.isolde.stm.engine;

/**
 * A value in a ref of a collection that may be replaced by certain others without serving anybody
 * who waits: whatever a transaction has asked the collection before it called {@code retry}, each
 * of them would have been answered alike.
 */
public interface SameToWaiters {
  /** An equivalence; must be quick, and use nothing but the two values. */
  boolean isSameToWaiters(SameToWaiters other);
}
