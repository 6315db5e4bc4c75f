package io.isolde.store.overlay;

import io.isolde.store.codec.CodecException;
import io.isolde.store.encoding.Types;
import io.isolde.store.encoding.ValueReader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How the keys and values of a map become bytes, and back. Thread-safe.
 *
 * @param name of the map, for messages
 * @param keyType the class of the keys
 * @param valueType the class of the values
 * @param types writes
 * @param reader reads
 */
public record Coding<K, V>(
    String name, Class<K> keyType, Class<V> valueType, Types types, ValueReader reader) {
  /** Those of which equal ones have the same bytes, whatever becomes of the program. */
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

  /** Whether a map with such keys can have a base: it is found by its bytes there. */
  public static boolean isKeyType(Class<?> type) {
    return KEY_TYPES.contains(type);
  }

  byte[] bytes(Object keyOrValue) {
    return types.toBytes(keyOrValue);
  }

  /** Null for what cannot be written, and so is nowhere. */
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
   * What was stored under a name, as what it was opened as.
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
