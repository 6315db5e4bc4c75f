package io.isolde.store.encoding;

import io.isolde.store.codec.CodecException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads values, with the classes of one class loader or without any. Thread-safe. */
public final class ValueReader {
  private final Map<Integer, Format> formats = new ConcurrentHashMap<>();
  private final Function<Integer, Format> find;
  private @Nullable ValueReader plain;

  ValueReader(Function<Integer, Format> find) {
    this.find = find;
  }

  /**
   * Reads a value; null if it was null.
   *
   * @throws CodecException if it cannot be read
   */
  public @Nullable Object read(Input in) {
    int id = in.count();
    return id == 0 ? null : formats.computeIfAbsent(id, find).read(in, this);
  }

  /**
   * Reads the only value of {@code bytes}, which is not null.
   *
   * @throws CodecException if it cannot be read
   */
  public Object readAll(byte[] bytes) {
    Input in = new Input(bytes);
    Object value = read(in);
    if (value == null || !in.isAtEnd()) {
      throw new CodecException("a value is followed by more than itself, or missing", null);
    }
    return value;
  }

  /** Reads a value that is not needed, and whose class may be gone. */
  @Nullable Object skip(Input in) {
    return plain == null ? read(in) : plain.read(in);
  }

  /** Lets values that are not needed be read by {@code reader}. */
  ValueReader skippingWith(ValueReader reader) {
    plain = reader;
    return this;
  }
}
