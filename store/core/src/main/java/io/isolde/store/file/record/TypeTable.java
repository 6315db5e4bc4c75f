package io.isolde.store.file.record;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of the classes of applications, where several processes give numbers. Thread-safe.
 * Its methods may block, and what they throw reaches the caller that reads or writes a value.
 */
public interface TypeTable {
  /**
   * Finds a description that says the same, or else adds one with a number of its own.
   *
   * @param wanted its number means nothing
   * @return the description, with its number
   */
  Description number(Description wanted);

  /**
   * Finds the description with a number, which another process may have given.
   *
   * @return the description; null if there is none
   */
  @Nullable Description find(int id);
}
