package io.isolde.store.codec;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Writes and reads the values of a class that durable stores do not support themselves.
 *
 * <p>They support strings, boxed primitives, {@code BigInteger}, {@code BigDecimal}, {@code UUID},
 * most values of {@code java.time}, {@code byte[]}, lists, sets, maps, optionals, enums, and
 * records of all of these. For any other class, implement this interface, and list the
 * implementation in {@code META-INF/services/io.isolde.store.codec.Codec} (and, in a module, after
 * {@code provides}).
 *
 * <p>Thread-safe. No value is null.
 *
 * @param <T> the class
 */
public interface Codec<T> {
  /**
   * The exact class of the values; subclasses are not included.
   *
   * @return always the same
   */
  Class<T> type();

  /**
   * Writes a value. May run more than once for a value, and inside transactions; the store reads
   * the bytes back before the transaction commits.
   *
   * @param value not null
   * @param out takes the bytes
   * @throws IOException if the value cannot be written: the transaction fails with {@link
   *     CodecException}, and changes nothing
   */
  void write(T value, DataOutput out) throws IOException;

  /**
   * Reads a value.
   *
   * @param in has what {@link #write} wrote, now or in an earlier release, and ends there
   * @return an equal value; if the class does not define equality, a value that is written as the
   *     same bytes, which is not enough for keys
   * @throws IOException if it cannot be read: opening the name fails with {@link CodecException}
   */
  T read(DataInput in) throws IOException;
}
