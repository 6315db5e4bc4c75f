package io.isolde.store.overlay;

/**
 * Which base a map had when a checkpoint was made, and what must be in it. Immutable.
 *
 * @param name of the file
 * @param number of the checkpoint that it was made for
 * @param entries how many there are
 * @param keyBytes of all keys
 * @param valueBytes of all values
 * @param sum of the checksums of all entries
 */
public record BaseFile(
    String name, long number, long entries, long keyBytes, long valueBytes, long sum) {
  /** Of a base without entries. */
  static BaseFile empty(String name) {
    return new BaseFile(name, 0, 0, 0, 0, 0);
  }

  /** With an entry more, or with a sign of -1 less. */
  BaseFile plus(int sign, byte[] key, byte[] value, int crc) {
    return new BaseFile(
        name,
        number,
        entries + sign,
        keyBytes + sign * (long) key.length,
        valueBytes + sign * (long) value.length,
        sum + sign * (long) crc);
  }

  /** For another checkpoint. */
  BaseFile withNumber(long newNumber) {
    return new BaseFile(name, newNumber, entries, keyBytes, valueBytes, sum);
  }
}
