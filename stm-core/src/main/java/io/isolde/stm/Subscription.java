package io.isolde.stm;

/** What was added to a ref and can be taken away again: a watch or a validator. Thread-safe. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {
  /** Takes it away, for commits that start later. Further calls have no effect. */
  @Override
  void close();
}
