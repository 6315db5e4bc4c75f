package io.isolde.store.journal;

import java.io.IOException;
import java.util.List;

/**
 * A directory of files, and the only way that a durable store reaches the disk. Thread-safe.
 *
 * <p>What was written, truncated, created, renamed or deleted may be undone by a crash until it was
 * forced: the contents of a file by {@link StorageFile#force}, its name by {@link #force()}.
 */
public interface Storage {
  /** The names of all files, in no order. */
  List<String> list() throws IOException;

  /** Makes an empty file, in place of the one that there may be. */
  StorageFile create(String name) throws IOException;

  /** Opens a file that exists. */
  StorageFile open(String name) throws IOException;

  /** Renames a closed file at once, in place of the one that there may be. */
  void replace(String from, String to) throws IOException;

  /**
   * Renames a closed file; after a crash it may have both names.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one of the new name
   */
  void publish(String from, String to) throws IOException;

  /** Deletes a file if it exists. */
  void delete(String name) throws IOException;

  /** Waits until names are as durable as they will get. */
  void force() throws IOException;

  /** Does work that nobody waits for yet, on a thread of its own. */
  default void inBackground(Runnable work) {
    Thread.ofVirtual().name("isolde journal").start(work);
  }

  /** What to call a file in messages. */
  String describe(String name);
}
