package io.isolde.store.file.storage;

import java.io.IOException;
import java.util.List;

/**
 * A directory of files, through which the journal, the checkpoints and the manifest of a durable
 * store reach the disk. Thread-safe.
 *
 * <p>A crash may undo writes, truncations, creations, renamings and deletions until they are
 * forced: the contents of a file by {@link StorageFile#force}, its name by {@link #force()}.
 */
public interface Storage {
  /** The names of all files, in no particular order. */
  List<String> list() throws IOException;

  /** Makes an empty file, in place of an existing one. */
  StorageFile create(String name) throws IOException;

  /**
   * Opens a file that exists.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of this name
   */
  StorageFile open(String name) throws IOException;

  /** Renames a closed file atomically, in place of an existing one. */
  void replace(String from, String to) throws IOException;

  /**
   * Renames a closed file; after a crash it may have both names.
   *
   * @throws java.nio.file.FileAlreadyExistsException if a file of the new name exists
   */
  void publish(String from, String to) throws IOException;

  /** Deletes a file if it exists. */
  void delete(String name) throws IOException;

  /** Waits until names are on stable storage, as far as the system allows. */
  void force() throws IOException;

  /** Runs work that nobody waits for yet, on a thread of its own. */
  default void inBackground(Runnable work) {
    Thread.ofVirtual().name("isolde journal").start(work);
  }

  /** The name of a file for messages. */
  String describe(String name);
}
