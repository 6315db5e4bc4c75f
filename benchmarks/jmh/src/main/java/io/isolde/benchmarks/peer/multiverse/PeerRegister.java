package io.isolde.benchmarks.peer.multiverse;

import io.isolde.benchmarks.peer.Register;
import org.multiverse.api.StmUtils;
import org.multiverse.api.references.TxnLong;
import org.multiverse.api.references.TxnRef;

/** A {@link TxnRef} and a {@link TxnLong}, through the methods whose names begin with "atomic". */
public final class PeerRegister implements Register {
  private final TxnRef<Object> ref = StmUtils.newTxnRef("");
  private final TxnLong count = StmUtils.newTxnLong(0);

  public PeerRegister(int size) {}

  @Override
  public Object get() {
    return ref.atomicGet();
  }

  @Override
  public void set(Object value) {
    ref.atomicSet(value);
  }

  @Override
  public void increment() {
    count.atomicIncrementAndGet(1);
  }

  @Override
  public long count() {
    return count.atomicGet();
  }
}
