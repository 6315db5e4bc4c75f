package io.isolde.store.file;

/** Is told how far the opening of a store has come, on the thread that opens it. */
@FunctionalInterface
public interface RecoveryProgress {
  /**
   * Takes note.
   *
   * @param bytes how many have been read
   * @param bytesTotal how many there are at most
   */
  void recovered(long bytes, long bytesTotal);
}
