package io.isolde.store.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import io.isolde.stm.Stm;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.spi.ExclusiveStore;
import io.isolde.store.testkit.StoreContract;
import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentStoreTest extends StoreContract {
  private static final TransactionOptions SOON = TransactionOptions.timeout(Duration.ofMillis(1));

  AgentStoreTest() {
    super("agent:", EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY, Capability.CHANGES));
  }

  @AfterEach
  void assertInvariants() {
    ((ExclusiveStore) store()).assertInvariants();
  }

  @Test
  void caller_timesOutBeforeItsTurn_isWithdrawn() throws Exception {
    StoreCounter hits = store().counter("hits");
    Held held = new Held();

    assertThatExceptionOfType(TransactionTimeoutException.class)
        .isThrownBy(() -> store().transact(SOON, hits::increment))
        .withMessageContainingAll("store agent:", "PT0.001S");
    held.letGo();

    assertThat(hits.get()).isZero();
  }

  @Test
  void caller_timesOutInItsBody_changesNothingAndNextOneIsServed() throws Exception {
    StoreCounter hits = store().counter("hits");
    CountDownLatch go = new CountDownLatch(1);

    assertThatExceptionOfType(TransactionTimeoutException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        SOON,
                        () -> {
                          hits.add(7);
                          go.await();
                        }));
    Worker<Long> next = Worker.start(() -> hits.addAndGet(1));
    go.countDown();

    assertThat(next.result()).isEqualTo(1);
  }

  @Test
  void caller_interruptedInItsBody_changesNothingAndStaysInterrupted() throws Exception {
    StoreCounter hits = store().counter("hits");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Worker<String> caller =
        Worker.start(
            () -> {
              try {
                store()
                    .transact(
                        () -> {
                          hits.add(7);
                          begun.countDown();
                          go.await();
                        });
                return "committed";
              } catch (TransactionInterruptedException e) {
                return e.getMessage() + "; interrupted: " + Thread.currentThread().isInterrupted();
              }
            });
    begun.await();

    caller.interrupt();

    assertThat(caller.result())
        .startsWith("transaction of store agent: was rolled back")
        .endsWith("interrupted: true");
    go.countDown();
    assertThat(hits.get()).isZero();
  }

  @Test
  void callersThatLeave_neverGetEachOthersResults() throws Exception {
    StoreCounter tickets = store().counter("tickets");
    int callers = 300;
    List<Long> drawn = new ArrayList<>();

    Worker.runAll(
        4,
        index -> {
          for (int i = 0; i < callers; i++) {
            int mine = index * callers + i;
            try {
              Duration patience = i % 3 == 0 ? Duration.ofNanos(i) : Duration.ofSeconds(60);
              int reply =
                  store()
                      .transact(
                          TransactionOptions.timeout(patience),
                          () -> {
                            tickets.increment();
                            return mine;
                          });
              assertThat(reply).isEqualTo(mine);
              synchronized (drawn) {
                drawn.add((long) mine);
              }
            } catch (TransactionTimeoutException e) {
              assertThat(i % 3).isZero();
            }
          }
        });

    assertThat(tickets.get()).isEqualTo(drawn.size());
  }

  @Test
  void future_cancelledWhileItsBodyRuns_changesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Boolean> future =
        store()
            .transactAsync(
                () -> {
                  hits.add(7);
                  begun.countDown();
                  go.await();
                  return true;
                });
    begun.await();

    future.cancel(true);
    go.countDown();

    assertThat(hits.get()).isZero();
  }

  @Test
  void bodyThatDies_reachesItsCallerAndTheOwnerGoesOn() {
    StoreCounter hits = store().counter("hits");
    Error planned = new StackOverflowError("planned");

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          hits.add(7);
                          throw planned;
                        }))
        .isSameAs(planned);

    assertThat(hits.addAndGet(1)).isEqualTo(1);
  }

  @Test
  void check_manyWait_eachChangeWakesThoseItIsFor() throws Exception {
    StoreCounter stock = store().counter("stock");
    List<Worker<Boolean>> buyers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      buyers.add(Worker.start(() -> buyOne(stock)));
    }
    awaitWaiting(20);

    for (int i = 0; i < 20; i++) {
      stock.increment();
    }

    for (Worker<Boolean> buyer : buyers) {
      assertThat(buyer.result()).isTrue();
    }
    assertThat(stock.get()).isZero();
  }

  private void awaitWaiting(int buyers) {
    Threads.until(() -> ((AgentStore) store()).waiting() == buyers);
  }

  private boolean buyOne(StoreCounter stock) {
    store()
        .transact(
            () -> {
              store().check(stock.get() > 0);
              stock.decrement();
            });
    return true;
  }

  @Test
  void check_callersLeave_leaveNothingBehind() {
    StoreCounter stock = store().counter("stock");

    for (int i = 0; i < 60; i++) {
      assertThatExceptionOfType(TransactionTimeoutException.class)
          .isThrownBy(
              () ->
                  store()
                      .transact(
                          TransactionOptions.timeout(Duration.ofNanos(1)),
                          () -> store().check(stock.get() > 0)));
    }

    assertThat(((AgentStore) store()).waiting()).isLessThan(40);
    stock.set(1);
    assertThat(((AgentStore) store()).waiting()).isZero();
    assertThat(stock.get()).isEqualTo(1);
  }

  @Test
  void retry_signalSwallowed_rollsBackAllTheSame() throws Exception {
    StoreCounter stock = store().counter("stock");
    StoreCounter sold = store().counter("sold");
    Worker<Boolean> buyer =
        Worker.start(
            () -> {
              store()
                  .transact(
                      () -> {
                        try {
                          store().check(stock.get() > 0);
                        } catch (Error e) {
                          sold.add(100);
                          return;
                        }
                        sold.increment();
                      });
              return true;
            });
    awaitWaiting(1);
    assertThat(sold.get()).isZero();

    stock.set(1);

    assertThat(buyer.result()).isTrue();
    assertThat(sold.get()).isEqualTo(1);
  }

  @Test
  void operation_inStmTransactionInsideItsOwn_isRefused() {
    StoreCounter hits = store().counter("hits");

    assertThatIllegalStateException()
        .isThrownBy(() -> store().transact(() -> Stm.atomic(hits::increment)))
        .withMessageContaining("cannot join an Stm transaction");

    assertThat(hits.get()).isZero();
  }

  @Test
  void hooks_callerLeavesInItsBody_runApartAfterTheRollback() throws Exception {
    StoreCounter hits = store().counter("hits");
    CompletableFuture<Long> seen = new CompletableFuture<>();
    AtomicBoolean committed = new AtomicBoolean();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Worker<Boolean> caller =
        Worker.start(
            () -> {
              store()
                  .transact(
                      () -> {
                        store().afterCommit(() -> committed.set(true));
                        store().afterRollback(() -> seen.complete(hits.addAndGet(1)));
                        hits.add(7);
                        begun.countDown();
                        go.await();
                      });
              return true;
            });
    begun.await();

    caller.interrupt();
    assertThatThrownBy(caller::result).isInstanceOf(TransactionInterruptedException.class);
    assertThat(seen).isNotDone();
    go.countDown();

    assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(committed).isFalse();
  }

  @Test
  void hooks_ofAttemptsThatWait_leaveNothingBehind() {
    StoreCounter stock = store().counter("stock");
    AtomicInteger rolledBack = new AtomicInteger();

    for (int i = 0; i < 60; i++) {
      assertThatExceptionOfType(TransactionTimeoutException.class)
          .isThrownBy(
              () ->
                  store()
                      .transact(
                          TransactionOptions.timeout(Duration.ofMillis(1)),
                          () -> {
                            store().afterRollback(rolledBack::incrementAndGet);
                            store().check(stock.get() > 0);
                          }));
    }

    stock.set(1);
    assertThat(((AgentStore) store()).waiting()).isZero();
    assertThat(rolledBack.get()).isLessThanOrEqualTo(60);
  }

  /** A transaction that stays open until it is released. */
  private final class Held {
    private final CountDownLatch go = new CountDownLatch(1);
    private final Worker<Boolean> worker;

    Held() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      worker =
          Worker.start(
              () ->
                  store()
                      .transact(
                          () -> {
                            begun.countDown();
                            go.await();
                            return true;
                          }));
      begun.await();
    }

    void letGo() throws Exception {
      go.countDown();
      worker.result();
    }
  }
}
