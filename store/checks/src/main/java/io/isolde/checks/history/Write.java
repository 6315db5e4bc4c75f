package io.isolde.checks.history;

/** A write that an attempt intends for a key: a new value of a chain, or a summand of a sum. */
public final class Write {
  /** The {@link #base} of a function that has not been applied yet. */
  static final long UNKNOWN = -1;

  final Key key;

  /** The new value of a chain; the summand of a sum. */
  final long value;

  /** Whether the write is a function of the value that the key holds at commit. */
  final boolean isFunction;

  /**
   * The value of a chain that the new value was built upon; for a function, the last value that it
   * was applied to.
   */
  private long base;

  Write(Key key, long value, long base, boolean isFunction) {
    this.key = key;
    this.value = value;
    this.base = base;
    this.isFunction = isFunction;
  }

  /** The value of a chain that the new value was built upon. */
  public long base() {
    return base;
  }

  /** Notes the value that the function is applied to, and returns its result. */
  public long appliedTo(long present) {
    base = present;
    return value;
  }

  @Override
  public String toString() {
    return key.isSum()
        ? "added " + value + " to " + key
        : "wrote " + key + " = " + value + " upon " + base;
  }
}
