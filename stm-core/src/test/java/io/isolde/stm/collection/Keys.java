package io.isolde.stm.collection;

/** Keys with hash codes of a test's choice. */
final class Keys {
  private static final int SPREAD = 0x9E3779B9;
  private static final int UNSPREAD = inverse(SPREAD);

  private Keys() {}

  /** A key that compares. */
  record Comparing(int number, int hash) implements Comparable<Comparing> {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public int compareTo(Comparing other) {
      return Integer.compare(number, other.number);
    }
  }

  /** A key that does not compare. */
  record Incomparable(int number, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A key whose hash in the map, by which buckets are chosen, is {@code hash}. */
  static Comparing spreadTo(int number, int hash) {
    return new Comparing(number, (hash ^ (hash >>> 16)) * UNSPREAD);
  }

  /** The inverse modulo 2³² of an odd number, by Newton's method. */
  private static int inverse(int odd) {
    int inverse = odd;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - odd * inverse;
    }
    return inverse;
  }
}
