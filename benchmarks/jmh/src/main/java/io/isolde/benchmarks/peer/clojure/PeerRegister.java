package io.isolde.benchmarks.peer.clojure;

import clojure.lang.Ref;
import io.isolde.benchmarks.peer.Register;

/** Two {@link Ref}s. Writing one takes a transaction. */
public final class PeerRegister implements Register {
  private final Ref ref = new Ref("");
  private final Ref count = new Ref(0L);

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return ref.deref();
  }

  @Override
  public void set(Object value) {
    Transactions.run(() -> ref.set(value));
  }

  @Override
  public void increment() {
    Transactions.run(() -> count.set((Long) count.deref() + 1));
  }

  @Override
  public long count() {
    return (Long) count.deref();
  }
}
