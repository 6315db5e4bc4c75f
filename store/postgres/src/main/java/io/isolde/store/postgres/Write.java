package io.isolde.store.postgres;

import org.jspecify.annotations.Nullable;

/** What an attempt is about to do to a row. Immutable if the values are. */
sealed interface Write {
  /** Writes a value of a map or a ref. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Put(Object value, byte[] bytes) implements Write {}

  /** Removes the entry of a map. */
  record Remove() implements Write {}

  /**
   * Changes a counter.
   *
   * @param base what it is set to; null if it is only added to
   * @param summand what is added then
   */
  record Count(@Nullable Long base, long summand) implements Write {
    /** Whether the counter is set, and not only added to. */
    boolean isSet() {
      return base != null;
    }

    /** What it is set to, or what is added; wraps around, as counters do. */
    long number() {
      return base == null ? summand : base + summand;
    }

    /** The same, and another summand. */
    Count plus(long more) {
      return new Count(base, summand + more);
    }
  }
}
