package io.isolde.store.stm;

/**
 * What changes refer to: a map, ref or counter of a store, as the log of that store knows it.
 * Thread-safe.
 */
@FunctionalInterface
public interface ChangeTarget {
  /** The name under which it was opened. */
  String name();

  /** A target of a store without a log. */
  static ChangeTarget named(String name) {
    return () -> name;
  }
}
