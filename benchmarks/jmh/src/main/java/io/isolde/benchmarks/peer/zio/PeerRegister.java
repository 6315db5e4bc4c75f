package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Register;
import zio.stm.TRef;

/** Two {@link TRef}s. */
public final class PeerRegister implements Register {
  private final TRef<Object> ref = Zio.ref("");
  private final TRef<Long> count = Zio.ref(0L);

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return Zio.commit(ref.get());
  }

  @Override
  public void set(Object value) {
    Zio.commit(ref.set(value));
  }

  @Override
  public void increment() {
    Zio.commit(count.update(value -> value + 1));
  }

  @Override
  public long count() {
    return Zio.commit(count.get());
  }
}
