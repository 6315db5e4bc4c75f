package io.isolde.benchmarks.peer.multiverse;

import org.multiverse.api.GlobalStmInstance;
import org.multiverse.api.IsolationLevel;
import org.multiverse.api.TxnExecutor;
import org.multiverse.api.TxnFactoryBuilder;

/**
 * How transactions are run: serialisable, because the default permits write skew, and with as many
 * retries as can be set; everything else is left at its default.
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
