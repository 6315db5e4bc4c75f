package io.isolde.benchmarks.peer.plain;

import io.isolde.benchmarks.peer.Register;

/** Two plain fields. */
public final class PeerRegister implements Register {
  private Object object = "";
  private long count;

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return object;
  }

  @Override
  public void set(Object value) {
    object = value;
  }

  @Override
  public void increment() {
    count++;
  }

  @Override
  public long count() {
    return count;
  }
}
