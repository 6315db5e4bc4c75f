package io.isolde.store.journal;

import java.io.IOException;

/** The right to change the files of a directory, which somebody may have taken. Thread-safe. */
@FunctionalInterface
public interface Ownership {
  /** Of whoever is alone with the directory by other means. */
  Ownership CERTAIN = () -> {};

  /**
   * Throws, unless it holds: what was forced before is seen by whoever takes the directory over.
   */
  void require() throws IOException;
}
