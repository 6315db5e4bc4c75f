package io.isolde.benchmarks.peer.multiverse;

import org.multiverse.api.GlobalStmInstance;
import org.multiverse.api.IsolationLevel;
import org.multiverse.api.TxnExecutor;
import org.multiverse.api.TxnFactoryBuilder;

/**
 * How transactions are run: serialisable, since the default permits write skew; everything else as
 * it comes.
 */
final class Executors {
  static final TxnExecutor ATOMIC = builder().newTxnExecutor();
  static final TxnExecutor READ_ONLY = builder().setReadonly(true).newTxnExecutor();

  private Executors() {}

  private static TxnFactoryBuilder builder() {
    return GlobalStmInstance.getGlobalStmInstance()
        .newTxnFactoryBuilder()
        .setIsolationLevel(IsolationLevel.Serializable)
        .setMaxRetries(Integer.MAX_VALUE);
  }
}
