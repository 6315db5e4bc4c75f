package io.isolde.store.file.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a file, which tells it from another file of the same name. Immutable.
 *
 * @param key the key of the file system; null where there are none, and any file of the name will
 *     do
 */
public record FileIdentity(@Nullable Object key) {
  /** The identity of the file that has the name now; the file is not opened. */
  public static FileIdentity of(Path path) throws IOException {
    return new FileIdentity(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  /** Throws, unless the file still has the name. */
  public void require(Path path) throws IOException {
    if (!Objects.equals(key, present(path).key)) {
      throw new IOException(path + " was replaced by another file while it was open");
    }
  }

  private static FileIdentity present(Path path) throws IOException {
    try {
      return of(path);
    } catch (NoSuchFileException e) {
      throw new IOException(path + " was deleted or moved away while it was open", e);
    }
  }
}
