package io.isolde.store.file.record;

/**
 * The base of a map as a checkpoint names it: its file, and what must be in it. Immutable.
 *
 * @param name the name of the file
 * @param number the number of the checkpoint that it was made for
 * @param entries the number of entries
 * @param keyBytes the total length of all keys, in bytes
 * @param valueBytes the total length of all values, in bytes
 * @param sum the sum of the checksums of all entries
 */
public record BaseFile(
    String name, long number, long entries, long keyBytes, long valueBytes, long sum) {
  /** Describes a base without entries. */
  public static BaseFile empty(String name) {
    return new BaseFile(name, 0, 0, 0, 0, 0);
  }

  /** Describes this base with one entry more, or with a {@code sign} of -1, one less. */
  public BaseFile plus(int sign, byte[] key, byte[] value, int crc) {
    return new BaseFile(
        name,
        number,
        entries + sign,
        keyBytes + sign * (long) key.length,
        valueBytes + sign * (long) value.length,
        sum + sign * (long) crc);
  }

  /** Describes this base for another checkpoint. */
  public BaseFile withNumber(long newNumber) {
    return new BaseFile(name, newNumber, entries, keyBytes, valueBytes, sum);
  }
}
