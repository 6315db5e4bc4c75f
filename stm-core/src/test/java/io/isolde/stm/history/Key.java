package io.isolde.stm.history;

/** A ref as the record of a run knows it. Keys are compared by identity. */
public final class Key {
  /** How the values of a key tell what came before what. */
  enum Kind {
    /** Each value is unique, and its writer says which value it was built upon. */
    CHAIN,
    /** Values are sums of different powers of two, each added once: they tell who has added. */
    SUM
  }

  /** What every key holds before anybody writes it. */
  public static final long INITIAL = 0;

  private final String name;
  private final Kind kind;

  Key(String name, Kind kind) {
    this.name = name;
    this.kind = kind;
  }

  /** A key each of whose values is unique; not zero, which is the first one. */
  public static Key chain(String name) {
    return new Key(name, Kind.CHAIN);
  }

  static Key sum(String name) {
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
