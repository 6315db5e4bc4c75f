package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * A history node: an overwritten value that a snapshot may still need, and the clock values between
 * which it was current. Immutable once it is in a chain.
 */
final class Version {
  /** Commit version of this value. */
  final long version;

  /**
   * Commit version of the value that overwrote it: a snapshot at {@code p} sees this one iff {@code
   * version < p <= until}.
   */
  final long until;

  final @Nullable Object value;
  final long bits;
  @Nullable Version next;

  Version(long version, long until, @Nullable Object value, long bits, @Nullable Version next) {
    this.version = version;
    this.until = until;
    this.value = value;
    this.bits = bits;
    this.next = next;
  }

  /** The same value, for another chain. */
  Version copy() {
    return new Version(version, until, value, bits, null);
  }
}
