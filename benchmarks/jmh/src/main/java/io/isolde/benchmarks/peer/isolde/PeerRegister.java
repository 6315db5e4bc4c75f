package io.isolde.benchmarks.peer.isolde;

import io.isolde.benchmarks.peer.Register;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;

/** A {@link Ref} and a {@link LongRef}. */
public final class PeerRegister implements Register {
  private final Ref<Object> ref = Ref.of("");
  private final LongRef count = LongRef.of(0);

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return ref.get();
  }

  @Override
  public void set(Object value) {
    ref.set(value);
  }

  @Override
  public void increment() {
    count.increment();
  }

  @Override
  public long count() {
    return count.get();
  }
}
