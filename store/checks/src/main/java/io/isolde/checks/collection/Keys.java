package io.isolde.checks.collection;

/** Keys whose hash codes are chosen by the test. */
public final class Keys {
  private static final int SPREAD = 0x9E3779B9;
  private static final int UNSPREAD = inverse(SPREAD);

  private Keys() {}

  /** A comparable key. */
  public record Comparing(int number, int hash) implements Comparable<Comparing> {
    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public int compareTo(Comparing other) {
      return Integer.compare(number, other.number);
    }
  }

  /** A key that is not comparable. */
  public record Incomparable(int number, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** A key whose spread hash, by which the map chooses its bucket, is {@code hash}. */
  public static Comparing spreadTo(int number, int hash) {
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
