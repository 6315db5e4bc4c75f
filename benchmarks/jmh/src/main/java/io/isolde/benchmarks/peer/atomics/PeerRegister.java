package io.isolde.benchmarks.peer.atomics;

import io.isolde.benchmarks.peer.Register;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** An {@link AtomicReference} and an {@link AtomicLong}. */
public final class PeerRegister implements Register {
  private final AtomicReference<Object> reference = new AtomicReference<>("");
  private final AtomicLong count = new AtomicLong();

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return reference.get();
  }

  @Override
  public void set(Object value) {
    reference.set(value);
  }

  @Override
  public void increment() {
    count.incrementAndGet();
  }

  @Override
  public long count() {
    return count.get();
  }
}
