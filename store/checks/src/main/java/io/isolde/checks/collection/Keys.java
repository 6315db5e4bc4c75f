package io.isolde.checks.collection;

/** Keys whose hash codes are chosen by the test. */
public final class Keys {
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
    return new Comparing(number, hash ^ (hash >>> 16)); // spreading is its own inverse
  }
}
