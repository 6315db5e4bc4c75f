package io.isolde.store.file;

/** A listener for the progress of opening a store, called on the thread that opens it. */
@FunctionalInterface
public interface RecoveryProgress {
  /**
   * Takes note of the progress.
   *
   * @param bytes how many bytes have been read
   * @param bytesTotal how many bytes there are at most
   */
  void recovered(long bytes, long bytesTotal);
}
