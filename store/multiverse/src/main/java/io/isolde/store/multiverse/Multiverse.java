package io.isolde.store.multiverse;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.multiverse.api.IsolationLevel;
import org.multiverse.api.LockMode;
import org.multiverse.stms.gamma.GammaStm;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.multiverse.stms.gamma.transactions.GammaTxnConfig;
import org.multiverse.stms.gamma.transactions.fat.FatVariableLengthGammaTxn;

/** The Multiverse instance of one store: makes its refs and lends its transactions. Thread-safe. */
final class Multiverse {
  /*
   * Multiverse computes an index as (identity hash + jump) % size, which is negative if the sum
   * overflows, or if the hash is smaller than a backward jump. So refs with hashes close to either
   * end of the range, one in 128, are not used.
   */
  private static final int HASH_MARGIN = 1 << 23;

  private final GammaStm stm = new GammaStm();
  private final GammaTxnConfig config = pessimistic(stm);

  /** Transactions take 430 KB each, so they are reused; as many as were ever lent at a time. */
  private final ConcurrentLinkedQueue<FatVariableLengthGammaTxn> idle =
      new ConcurrentLinkedQueue<>();

  /**
   * The configuration of transactions that lock what they read, and hold the locks until they end.
   * All are of one kind from the start: speculation would begin with other kinds, and exchange them
   * in the middle of a body.
   */
  private static GammaTxnConfig pessimistic(GammaStm stm) {
    return stm.newTxnFactoryBuilder()
        .setSpeculative(false)
        .setIsolationLevel(IsolationLevel.Serializable)
        .setReadLockMode(LockMode.Read)
        .setWriteLockMode(LockMode.Write)
        .setBlockingAllowed(false)
        .newTransactionFactory()
        .getConfig();
  }

  GammaTxnRef<Object> newRef(Object initial) {
    GammaTxnRef<Object> ref = new GammaTxnRef<>(stm, initial);
    return isUsable(ref.identityHashCode()) ? ref : newRef(initial);
  }

  private static boolean isUsable(int hash) {
    return hash >= HASH_MARGIN && hash <= Integer.MAX_VALUE - HASH_MARGIN;
  }

  /** A transaction that has just begun. */
  FatVariableLengthGammaTxn lend() {
    @Nullable FatVariableLengthGammaTxn used = idle.poll();
    if (used == null) {
      return new FatVariableLengthGammaTxn(config);
    }
    used.init(config);
    return used;
  }

  /** Takes back a transaction that has ended. */
  void takeBack(FatVariableLengthGammaTxn transaction) {
    idle.add(transaction);
  }
}
