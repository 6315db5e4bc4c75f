package io.isolde.stm.engine;

/**
 * A value in a ref of a collection that knows where the ref is in the collection, for its label.
 */
public interface Located {
  /** For example {@code bucket 3}. Must be quick, and use nothing but the value. */
  String location();
}
