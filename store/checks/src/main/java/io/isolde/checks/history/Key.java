package io.isolde.checks.history;

/** A ref as the record of a run knows it. Keys are compared by identity. */
public final class Key {
  /** How the values of a key show which attempt came before which. */
  enum Kind {
    /** Each value is unique, and its writer says which value it was built upon. */
    CHAIN,
    /** Values are sums of different powers of two, each added once: they show who has added. */
    SUM
  }

  /** The value of every key before the first write. */
  public static final long INITIAL = 0;

  private final String name;
  private final Kind kind;

  Key(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** A key each of whose values is unique, and none is zero, which is the initial value. */
  public static Key chain(String name) {
    return new Key(name, Kind.CHAIN);
  }

  public static Key sum(String name) {
    return new Key(name, Kind.SUM);
  }

  boolean isSum() {
    return kind == Kind.SUM;
  }

  @Override
  public String toString() {
    return name;
  }
}
