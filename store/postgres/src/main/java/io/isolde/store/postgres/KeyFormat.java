package io.isolde.store.postgres;

import io.isolde.store.codec.CodecException;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.Types;
import io.isolde.store.file.record.ValueReader;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The bytes of the keys of a map: equal keys have the same, and those of a sorted map are in the
 * order of the keys. Immutable.
 */
abstract class KeyFormat<K> {
  private record Ordered<K>(Function<K, byte[]> write, Function<ByteBuffer, K> read) {}

  private static final Map<Class<?>, Ordered<?>> ORDERED =
      Map.ofEntries(
          entry(
              String.class,
              // The order of strings is that of their UTF-16 units, which that of UTF-8 is not.
              s -> bytes(2 * s.length(), b -> b.asCharBuffer().put(s)),
              b -> b.asCharBuffer().toString()),
          entry(Boolean.class, v -> bytes(1, b -> b.put((byte) (v ? 1 : 0))), b -> b.get() == 1),
          entry(
              Byte.class,
              v -> bytes(1, b -> b.put((byte) (v ^ 0x80))),
              b -> (byte) (b.get() ^ 0x80)),
          entry(
              Short.class,
              v -> bytes(2, b -> b.putShort((short) (v ^ Short.MIN_VALUE))),
              b -> (short) (b.getShort() ^ Short.MIN_VALUE)),
          entry(Integer.class, v -> bytes(4, b -> putInt(b, v)), KeyFormat::getInt),
          entry(Long.class, v -> bytes(8, b -> putLong(b, v)), KeyFormat::getLong),
          entry(Character.class, v -> bytes(2, b -> b.putChar(v)), ByteBuffer::getChar),
          entry(
              Float.class,
              v -> bytes(4, b -> putInt(b, ordered(Float.floatToIntBits(v)))),
              b -> Float.intBitsToFloat(ordered(getInt(b)))),
          entry(
              Double.class,
              v -> bytes(8, b -> putLong(b, ordered(Double.doubleToLongBits(v)))),
              b -> Double.longBitsToDouble(ordered(getLong(b)))),
          entry(
              UUID.class,
              v ->
                  bytes(
                      16,
                      b -> {
                        putLong(b, v.getMostSignificantBits());
                        putLong(b, v.getLeastSignificantBits());
                      }),
              b -> new UUID(getLong(b), getLong(b))),
          entry(
              Instant.class,
              v -> bytes(12, b -> putLong(b, v.getEpochSecond()).putInt(v.getNano())),
              b -> Instant.ofEpochSecond(getLong(b), b.getInt())),
          entry(
              Duration.class,
              v -> bytes(12, b -> putLong(b, v.getSeconds()).putInt(v.getNano())),
              b -> Duration.ofSeconds(getLong(b), b.getInt())),
          entry(
              LocalDate.class,
              v -> bytes(8, b -> putLong(b, v.toEpochDay())),
              b -> LocalDate.ofEpochDay(getLong(b))),
          entry(
              LocalTime.class,
              v -> bytes(8, b -> putLong(b, v.toNanoOfDay())),
              b -> LocalTime.ofNanoOfDay(getLong(b))),
          entry(
              LocalDateTime.class,
              v ->
                  bytes(
                      16,
                      b ->
                          putLong(
                              putLong(b, v.toLocalDate().toEpochDay()),
                              v.toLocalTime().toNanoOfDay())),
              b ->
                  LocalDateTime.of(
                      LocalDate.ofEpochDay(getLong(b)), LocalTime.ofNanoOfDay(getLong(b)))),
          entry(BigInteger.class, KeyFormat::bytes, KeyFormat::bigInteger));

  private interface Filler {
    void fill(ByteBuffer buffer);
  }

  private static <K> Map.Entry<Class<?>, Ordered<?>> entry(
      Class<K> type, Function<K, byte[]> write, Function<ByteBuffer, K> read) {
    return Map.entry(type, new Ordered<>(write, read));
  }

  private static byte[] bytes(int length, Filler filler) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    filler.fill(buffer);
    return buffer.array();
  }

  private static ByteBuffer putInt(ByteBuffer buffer, int value) {
    return buffer.putInt(value ^ Integer.MIN_VALUE);
  }

  private static int getInt(ByteBuffer buffer) {
    return buffer.getInt() ^ Integer.MIN_VALUE;
  }

  private static ByteBuffer putLong(ByteBuffer buffer, long value) {
    return buffer.putLong(value ^ Long.MIN_VALUE);
  }

  private static long getLong(ByteBuffer buffer) {
    return buffer.getLong() ^ Long.MIN_VALUE;
  }

  /** Bits of a float, so that they compare as the floats do; its own inverse. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** Bits of a double, so that they compare as the doubles do; its own inverse. */
  private static long ordered(long bits) {
    return bits ^ (bits >> 63 & Long.MAX_VALUE);
  }

  /** The length, negative for negative numbers, and then two's complement. */
  private static byte[] bytes(BigInteger value) {
    byte[] magnitude = value.toByteArray();
    int length = value.signum() < 0 ? -magnitude.length : magnitude.length;
    return bytes(4 + magnitude.length, b -> putInt(b, length).put(magnitude));
  }

  private static BigInteger bigInteger(ByteBuffer buffer) {
    byte[] magnitude = new byte[Math.abs(getInt(buffer))];
    buffer.get(magnitude);
    return new BigInteger(magnitude);
  }

  /** The bytes of a key. */
  abstract Bytes bytes(K key);

  /** The key with these bytes. */
  abstract K key(byte[] bytes);

  /** The format of the keys of a sorted map. */
  @SuppressWarnings("unchecked") // the entry of a class is for that class
  static <K> KeyFormat<K> sorted(String name, Class<K> type) {
    Ordered<K> ordered = (Ordered<K>) ORDERED.get(type);
    if (ordered == null) {
      throw new CodecException(
          "sorted map '"
              + name
              + "' of a postgres: store cannot have keys of "
              + type.getName()
              + ": the database must know their order; it knows that of "
              + String.join(
                  ", ", ORDERED.keySet().stream().map(Class::getSimpleName).sorted().toList()),
          null);
    }
    return new KeyFormat<>() {
      @Override
      Bytes bytes(K key) {
        return new Bytes(ordered.write().apply(key));
      }

      @Override
      K key(byte[] bytes) {
        return ordered.read().apply(ByteBuffer.wrap(bytes));
      }
    };
  }

  /** Told of the described classes, records and such, of which there are values in keys. */
  interface KeyTypes {
    /**
     * Notes them.
     *
     * @throws CodecException if a class has changed since it was noted
     */
    void note(Set<Integer> numbers);
  }

  /** The format of the keys of a map. */
  static <K> KeyFormat<K> unsorted(
      String name, Class<K> type, Types types, ValueReader reader, KeyTypes keyTypes) {
    if (ORDERED.containsKey(type)) {
      return sorted(name, type);
    }
    return new KeyFormat<>() {
      @Override
      Bytes bytes(K key) {
        Output out = Output.canonical();
        types.writeKey(key, type, reader, out);
        if (!out.described().isEmpty()) {
          keyTypes.note(out.described());
        }
        return new Bytes(out.toBytes());
      }

      @Override
      K key(byte[] bytes) {
        return type.cast(reader.readAll(bytes, type));
      }
    };
  }
}
