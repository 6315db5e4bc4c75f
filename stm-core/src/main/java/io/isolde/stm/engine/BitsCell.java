package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cell that holds 64 bits: a long, an int, the raw bits of a double, or a boolean, as its
 * subclass decides. Memory ordering and invariants are those of {@link Cell}.
 */
public abstract non-sealed class BitsCell extends Cell {
  private static final VarHandle BITS;

  static {
    try {
      BITS = MethodHandles.lookup().findVarHandle(BitsCell.class, "bits", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long bits;

  /** For the refs of the API. */
  protected BitsCell(long bits) {
    this.bits = bits;
    VarHandle.releaseFence();
  }

  final long bitsAcquire() {
    return (long) BITS.getAcquire(this);
  }

  final void bitsRelease(long newBits) {
    BITS.setRelease(this, newBits);
  }

  @Override
  final Object contents() {
    return bitsAcquire();
  }

  @Override
  final boolean isSameToWaiters(@Nullable Object seen, @Nullable Object contents) {
    return Objects.equals(seen, contents);
  }

  @Override
  final boolean isStillToWaiters(@Nullable Object seen) {
    return seen instanceof Interval answer
        ? answer.contains(bitsAcquire())
        : seen instanceof Long seenBits && seenBits == bitsAcquire();
  }

  @Override
  final Version copy(long version, long until, @Nullable Version next) {
    return new Version(version, until, null, bits, next);
  }
}
