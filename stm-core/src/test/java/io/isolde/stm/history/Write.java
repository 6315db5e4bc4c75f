package io.isolde.stm.history;

/** What an attempt intends for a key: a new value of a chain, or a summand of a sum. */
final class Write {
  /** The {@link #base} of a function that has not been applied yet. */
  static final long UNKNOWN = -1;

  final Key key;

  /** The new value of a chain; the summand of a sum. */
  final long value;

  /** Whether it is a function of whatever the key holds at commit. */
  final boolean isFunction;

  /**
   * The value of a chain that the new one was built upon; of a function, the last one that it was
   * applied to.
   */
  private long base;

  Write(Key key, long value, long base, boolean isFunction) {
    this.key = key;
    this.value = value;
    this.base = base;
    this.isFunction = isFunction;
  }

  long base() {
    return base;
  }

  /** Notes what the function is applied to, and returns its result. */
  long appliedTo(long present) {
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
