package io.isolde.store.file.record;

import io.isolde.store.codec.CodecException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Reads values, with the classes that a program declares or without any. Thread-safe. */
public final class ValueReader {
  private final Map<Integer, Format> formats = new ConcurrentHashMap<>();
  private final Map<Class<?>, Declared> declarations = new ConcurrentHashMap<>();
  private final IntFunction<Format> find;
  private @Nullable ValueReader plain;

  ValueReader(IntFunction<Format> find) {
    this.find = find;
  }

  /**
   * Reads a value; null if it was null.
   *
   * @throws CodecException if it cannot be read
   */
  @Nullable Object read(Input in, Declared declared) {
    int id = in.count();
    if (id == 0) {
      return null;
    }
    in.enter();
    Object value = format(id).read(in, this, declared);
    in.leave();
    return value;
  }

  private Format format(int id) {
    Format known = formats.get(id);
    if (known == null) {
      known = find.apply(id);
      formats.put(id, known);
    }
    return known;
  }

  /**
   * Reads the only value of {@code bytes}, which is not null.
   *
   * @throws CodecException if it cannot be read
   */
  public Object readAll(byte[] bytes) {
    return readAll(bytes, Object.class);
  }

  /**
   * Reads the only value of {@code bytes}, which was declared to be of {@code type}; it may be read
   * as another class nevertheless.
   *
   * @throws CodecException if it cannot be read
   */
  public Object readAll(byte[] bytes, Class<?> type) {
    return readAll(new Input(bytes), type);
  }

  private Object readAll(Input in, Class<?> type) {
    Object value = readGuarded(in, declarations.computeIfAbsent(type, Declared::of));
    if (value == null || !in.isAtEnd()) {
      throw new CodecException("a value is followed by more than itself, or missing", null);
    }
    return value;
  }

  /** Reads a value. Wraps what the classes of values throw when the bytes make no sense. */
  private @Nullable Object readGuarded(Input in, Declared declared) {
    try {
      return read(in, declared);
    } catch (CodecException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new CodecException("a value cannot be read: " + e, e);
    }
  }

  /** Reads a value that is not needed, and whose class may no longer exist. */
  @Nullable Object skip(Input in) {
    return (plain == null ? this : plain).read(in, Declared.ANYTHING);
  }

  /** Sets the reader of values that are not needed. */
  ValueReader skippingWith(ValueReader reader) {
    plain = reader;
    return this;
  }

  /**
   * Verifies that a value is read back as the same; it was just written, from {@code start} on.
   *
   * @param id the number of its format
   * @param type its declared class
   * @throws CodecException if it would be read as another value
   */
  void requireSame(
      Object value, int id, Class<?> type, Output written, int start, RoundTrip roundTrip) {
    Object read = reread(value, id, type, written, start);
    if (!type.isInstance(read) || !roundTrip.isSame(value, read)) {
      throw refusal(value, "it would be read as another " + read.getClass().getName(), null);
    }
  }

  private Object reread(Object value, int id, Class<?> type, Output written, int start) {
    try {
      Object remade = formats.get(id) instanceof RecordFormat format ? format.remade(value) : null;
      return remade == null
          ? readAll(new Input(written.array(), start, written.length()), type)
          : remade;
    } catch (CodecException e) {
      throw refusal(value, String.valueOf(e.getMessage()), e);
    }
  }

  private static CodecException refusal(Object value, String why, @Nullable CodecException cause) {
    return new CodecException(
        "a " + value.getClass().getName() + " cannot be stored: " + why, cause);
  }
}
