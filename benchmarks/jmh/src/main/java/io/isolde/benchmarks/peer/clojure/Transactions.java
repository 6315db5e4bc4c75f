package io.isolde.benchmarks.peer.clojure;

import clojure.lang.LockingTransaction;
import java.util.concurrent.Callable;

/** What {@code dosync} expands to. */
final class Transactions {
  private Transactions() {}

  /** Runs {@code body} as a transaction and returns its result. */
  static Object run(Callable<?> body) {
    try {
      return LockingTransaction.runInTransaction(body);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
