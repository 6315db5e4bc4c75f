package io.isolde.store.file.storage;

import java.io.IOException;

/**
 * The right to change the files of a directory, which another process may have taken over.
 * Thread-safe.
 */
@FunctionalInterface
public interface Ownership {
  /** The right of a caller that needs none, or is alone with the directory by other means. */
  Ownership CERTAIN = () -> {};

  /**
   * Throws, unless the right still holds. If it does, the next owner of the directory sees what was
   * forced before.
   */
  void require() throws IOException;
}
