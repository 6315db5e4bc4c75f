package io.isolde.store.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file it is that has a name, so that another one of that name is told from it. Immutable.
 *
 * @param key of the file system; null where there are none, and any file of the name will do
 */
public record FileIdentity(@Nullable Object key) {
  /** Of the file that has the name now; it is not opened. */
  public static FileIdentity of(Path path) throws IOException {
    return new FileIdentity(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
  }

  /** Throws, unless it still has the name. */
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
