package io.isolde.checks.collection;

/** Keys that are equal if they have the same number, whatever their class. */
public final class EqualKeys {
  private EqualKeys() {}

  /** A key that equals every other one with the same number. */
  public abstract static class Numbered {
    public final int number;
    private final int hash;

    private Numbered(int number, int hash) {
      this.number = number;
      this.hash = hash;
    }

    @Override
    public final boolean equals(Object other) {
      return other instanceof Numbered numbered && numbered.number == number;
    }

    @Override
    public final int hashCode() {
      return hash;
    }

    @Override
    public final String toString() {
      return "number " + number;
    }
  }

  private static final class Ascending extends Numbered implements Comparable<Ascending> {
    Ascending(int number, int hash) {
      super(number, hash);
    }

    @Override
    public int compareTo(Ascending other) {
      return Integer.compare(number, other.number);
    }
  }

  private static final class Descending extends Numbered implements Comparable<Descending> {
    Descending(int number, int hash) {
      super(number, hash);
    }

    @Override
    public int compareTo(Descending other) {
      return Integer.compare(other.number, number);
    }
  }

  private static final class Incomparable extends Numbered {
    Incomparable(int number, int hash) {
      super(number, hash);
    }
  }

  /** A key of one of three classes. Two of the classes are comparable, each only to itself. */
  public static Numbered numbered(int look, int number, int hash) {
    return switch (look % 3) {
      case 0 -> new Ascending(number, hash);
      case 1 -> new Descending(number, hash);
      default -> new Incomparable(number, hash);
    };
  }
}
