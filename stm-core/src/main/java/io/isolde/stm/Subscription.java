package io.isolde.stm;

/** A watch or a validator that was added to a ref and can be removed again. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Removes it, with effect for commits that start later. Further calls have no effect. */
  @Override
  void close();
}
