package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Register;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/** Two {@code Ref.View}s. */
public final class PeerRegister implements Register {
  private final Ref.View<Object> ref = STM.newRef("");
  private final Ref.View<Long> count = STM.newRef(0L);

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
    STM.increment(count, 1L);
  }

  @Override
  public long count() {
    return count.get();
  }
}
