package io.isolde.store.file.base;

import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of the keys and values of a map. Thread-safe.
 *
 * @param name the name of the map, for messages
 * @param keyType the class of the keys
 * @param valueType the class of the values
 * @param types writes keys and values
 * @param reader reads keys and values
 */
public record Coding<K, V>(
    String name, Class<K> keyType, Class<V> valueType, Types types, ValueReader reader) {
  /**
   * The classes of keys of which equal ones always have the same bytes, however the program
   * changes.
   */
  private static final Set<Class<?>> KEY_TYPES =
      Set.of(
          String.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Character.class,
          UUID.class,
          Instant.class,
          LocalDate.class,
          LocalTime.class,
          LocalDateTime.class,
          Duration.class);

  /** Whether a map with keys of this class can have a base, which finds a key by its bytes. */
  public static boolean isKeyType(Class<?> type) {
    return KEY_TYPES.contains(type);
  }

  byte[] bytes(Object keyOrValue) {
    return types.toBytes(keyOrValue);
  }

  /** The bytes of a key; null if it cannot be written, and so is in no map. */
  byte @Nullable [] bytesIfWritable(Object key) {
    try {
      return bytes(key);
    } catch (CodecException e) {
      return null;
    }
  }

  /** Reads a key. */
  public K key(byte[] bytes) {
    return read(keyType, bytes);
  }

  /** Reads a value. */
  public V value(byte[] bytes) {
    return read(valueType, bytes);
  }

  private <T> T read(Class<T> type, byte[] bytes) {
    return cast(type, reader.readAll(bytes, type), name);
  }

  /**
   * Casts what was stored under a name to the class that the name was opened with.
   *
   * @throws CodecException if it is something else
   */
  public static <T> T cast(Class<T> type, Object value, String name) {
    if (!type.isInstance(value)) {
      throw new CodecException(
          "'" + name + "' holds a " + value.getClass().getName() + ", not a " + type.getName(),
          null);
    }
    return type.cast(value);
  }
}
