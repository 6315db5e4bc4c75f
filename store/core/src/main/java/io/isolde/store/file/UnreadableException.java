package io.isolde.store.file;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.RedoOperation.Define;
import io.isolde.store.file.record.ValueReader;
import io.isolde.store.file.storage.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Signals that an entry cannot be read. {@link #in} turns it into an exception for users, after a
 * search for the position of the entry.
 */
final class UnreadableException extends RuntimeException {
  private final transient byte[] key;
  private final transient byte @Nullable [] value;

  UnreadableException(byte[] key, byte @Nullable [] value, RuntimeException cause) {
    super(cause);
    this.key = key;
    this.value = value;
  }

  /**
   * Finds the entry in the files. They are damaged if its bytes cannot be decoded even without the
   * classes of the program. Otherwise, only this program cannot decode them.
   */
  RuntimeException in(Storage storage, Define name, ValueReader plain) {
    Image.Location location = Image.find(storage, name.id(), key);
    String why = "'" + name.name() + "': " + why();
    if (location == null) {
      return new CodecException(why, getCause());
    } else if (makesSense(plain)) {
      return new CodecException(
          location.file() + ", byte " + location.offset() + ": " + why, getCause());
    }
    return new StoreDamagedException(location.file(), location.offset(), why);
  }

  private String why() {
    Throwable cause = getCause();
    return cause instanceof CodecException ? String.valueOf(cause.getMessage()) : "" + cause;
  }

  private boolean makesSense(ValueReader plain) {
    try {
      if (key.length > 0) {
        plain.readAll(key);
      }
      if (value != null) {
        plain.readAll(value);
      }
      return true;
    } catch (CodecException e) {
      return false;
    }
  }
}
