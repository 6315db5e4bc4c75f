package io.isolde.store.spi;

import io.isolde.stm.TransactionBody;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Store;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on a virtual thread of its own, and the future of its result. Cancelling the future
 * rolls the transaction back, unless the body has ended already. Thread-safe.
 */
final class AsyncTransaction<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Store store;
  private final TransactionOptions options;
  private final TransactionBody<T, ?> body;
  private final Thread thread;

  private AsyncTransaction(Store store, TransactionOptions options, TransactionBody<T, ?> body) {
    this.store = store;
    this.options = options;
    this.body = body;
    this.thread = Thread.ofVirtual().unstarted(this::run);
  }

  static <T extends @Nullable Object> CompletableFuture<T> start(
      Store store, TransactionOptions options, TransactionBody<T, ?> body) {
    AsyncTransaction<T> transaction = new AsyncTransaction<>(store, options, body);
    transaction.thread.start();
    return transaction;
  }

  private void run() {
    try {
      complete(store.transact(options, this::attempt));
    } catch (Throwable t) {
      completeExceptionally(t);
    }
  }

  private T attempt() throws Throwable {
    T result = body.run();
    if (isCancelled()) {
      throw new CancellationException("the transaction was cancelled before its body ended");
    }
    return result;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled && mayInterruptIfRunning) {
      thread.interrupt();
    }
    return cancelled;
  }

  /** Futures derived from this one are ordinary futures, which do not cancel the transaction. */
  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
