package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Transactions on threads of their own. */
interface AsyncContract extends ContractPart {
  @Test
  default void transactAsync_body_completesWithItsResult() throws Exception {
    StoreCounter hits = store().counter("hits");

    CompletableFuture<Long> after = store().transactAsync(() -> hits.addAndGet(3));

    assertThat(after.get(60, TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(hits.get()).isEqualTo(3);
  }

  @Test
  default void transactAsync_bodyThrows_completesWithThatAndChangesNothing() {
    StoreCounter hits = store().counter("hits");
    IOException planned = new IOException("planned");

    CompletableFuture<Long> failed =
        store()
            .transactAsync(
                () -> {
                  hits.increment();
                  throw planned;
                });

    assertThatThrownBy(() -> failed.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isSameAs(planned);
    assertThat(hits.get()).isZero();
  }

  @Test
  default void transactAsync_insideTransactionThatFails_isByItself() throws Exception {
    StoreCounter hits = store().counter("hits");
    AtomicReference<CompletableFuture<Long>> started = new AtomicReference<>();

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          started.set(store().transactAsync(() -> hits.addAndGet(1)));
                          throw new IOException("planned");
                        }))
        .isInstanceOf(IOException.class);

    assertThat(started.get().get(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  default void transactAsync_storeIsClosed_completesWithThat() {
    store().close();

    assertThatThrownBy(() -> store().transactAsync(() -> 1).get(60, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  default void cancel_beforeTheBodyEnds_changesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");
    CountDownLatch inBody = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);

    CompletableFuture<Long> future =
        store()
            .transactAsync(
                () -> {
                  hits.increment();
                  inBody.countDown();
                  awaitUninterruptibly(cancelled);
                  return 1L;
                });
    inBody.await();
    assertThat(future.cancel(false)).isTrue();
    cancelled.countDown();

    assertThat(future).isCancelled();
    assertThat(store().transactAsync(hits::get).get(60, TimeUnit.SECONDS)).isZero();
    assertThat(hits.get()).isZero();
  }

  /**
   * Waits and ignores interrupts, as a body that computes for a long time would. A real body should
   * not wait for other threads.
   */
  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean done = false;
    while (!done) {
      try {
        done = latch.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Worker.letOthersRun();
      }
    }
  }

  @Test
  default void cancel_whileItWaits_endsTheWait() throws Exception {
    requires(Capability.RETRY);
    StoreCounter stock = store().counter("stock");
    CompletableFuture<Thread> inBody = new CompletableFuture<>();

    CompletableFuture<Long> buyer =
        store()
            .transactAsync(
                () -> {
                  boolean inStock = stock.get() > 0;
                  inBody.complete(Thread.currentThread());
                  store().check(inStock);
                  return stock.addAndGet(-1);
                });
    Thread thread = inBody.get(60, TimeUnit.SECONDS);
    buyer.cancel(true);

    assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    stock.set(1);
    assertThat(stock.get()).isEqualTo(1);
  }
}
