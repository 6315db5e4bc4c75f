package io.isolde.stm.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A cell that holds a reference. Memory ordering and invariants are those of {@link Cell}. */
public abstract non-sealed class ObjectCell extends Cell {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(ObjectCell.class, "value", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Object value;

  /** For the refs of the API. */
  protected ObjectCell(@Nullable Object value) {
    this.value = value;
    VarHandle.releaseFence();
  }

  /**
   * Sets the value of a new cell, to one that refers to the cell; only in a constructor.
   *
   * @param initial the value
   */
  protected final void initialize(Object initial) {
    value = initial;
    VarHandle.releaseFence();
  }

  final @Nullable Object valueAcquire() {
    return VALUE.getAcquire(this);
  }

  final void valueRelease(@Nullable Object newValue) {
    VALUE.setRelease(this, newValue);
  }

  @Override
  final @Nullable Object contents() {
    return valueAcquire();
  }

  @Override
  final boolean isSameToWaiters(@Nullable Object seen, @Nullable Object contents) {
    return seen == contents
        || (seen instanceof SameToWaiters a
            && contents instanceof SameToWaiters b
            && a.isSameToWaiters(b));
  }

  @Override
  final boolean isStillToWaiters(@Nullable Object seen) {
    return isSameToWaiters(seen, valueAcquire());
  }

  @Override
  final Version copy(long version, long until, @Nullable Version next) {
    return new Version(version, until, value, 0, next);
  }
}
