package io.isolde.store.multiverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.TransactionInterruptedException;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.testkit.StoreContract;
import io.isolde.store.testkit.Worker;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MultiverseStoreTest extends StoreContract {
  MultiverseStoreTest() {
    super(
        "multiverse:",
        EnumSet.of(Capability.ATOMIC_OVER_KEYS, Capability.RETRY, Capability.CHANGES));
  }

  @AfterEach
  void assertInvariants() {
    ((MultiverseStore) store()).assertInvariants();
  }

  /** Each repetition has another seed; one that finds an anomaly prints its seed. */
  @Tag("long")
  @RepeatedTest(50_000)
  void randomTransactions_forLong_areStrictlySerialisable() throws Exception {
    randomTransactions_areStrictlySerialisable(0);
  }

  @Test
  void body_swallowsEverything_isStillAtomic() throws Exception {
    StoreCounter read = store().counter("read");
    StoreCounter written = store().counter("written");
    AtomicInteger attempts = new AtomicInteger();

    store()
        .transact(
            () -> {
              Holder other = attempts.incrementAndGet() == 1 ? holding(written) : null;
              try {
                read.get();
                written.increment();
              } catch (Throwable t) {
                assertThat(t).hasMessageContaining("given up");
              }
              if (other != null) {
                other.letGo();
              }
            });

    assertThat(attempts).hasValue(2);
    assertThat(written.get()).isEqualTo(1);
  }

  /** A thread that writes a counter and stays in its transaction, which fails when interrupted. */
  private final class Holder {
    final CountDownLatch written = new CountDownLatch(1);
    final Worker<String> thread;

    Holder(StoreCounter counter) {
      thread = Worker.start(() -> hold(counter));
    }

    private String hold(StoreCounter counter) {
      try {
        store()
            .transact(
                () -> {
                  counter.set(100);
                  written.countDown();
                  Thread.sleep(Long.MAX_VALUE);
                });
      } catch (InterruptedException e) {
        return "interrupted";
      }
      return "committed";
    }

    void letGo() throws Exception {
      thread.interrupt();
      assertThat(thread.result()).isEqualTo("interrupted");
    }
  }

  /** Starts a holder and waits until it has written the counter. */
  private Holder holding(StoreCounter counter) throws InterruptedException {
    Holder holder = new Holder(counter);
    holder.written.await();
    return holder;
  }

  /** Starts a holder that has to wait until the transaction that runs alone has ended. */
  private Holder keptOut(StoreCounter counter) {
    Holder holder = new Holder(counter);
    holder.thread.awaitParkedIn("Gate.enter");
    return holder;
  }

  @Test
  void transaction_thatKeepsLosing_runsAloneInTheEnd() throws Exception {
    StoreCounter scanned = store().counter("scanned");
    StoreCounter hot = store().counter("hot");
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger othersLetIn = new AtomicInteger();

    Holder last =
        store()
            .transact(
                () -> {
                  boolean alone = attempts.incrementAndGet() == 9;
                  scanned.get();
                  Holder writer = alone ? keptOut(hot) : holding(hot);
                  try {
                    hot.get();
                    return writer;
                  } catch (Error e) {
                    othersLetIn.incrementAndGet();
                    writer.letGo();
                    throw e;
                  }
                });

    assertThat(attempts).hasValue(9);
    assertThat(othersLetIn).hasValue(8);
    last.written.await();
    last.letGo();
    assertThat(hot.get()).isZero();
  }

  @Test
  void limitOfLostAttempts_isReached_endsTheTransaction() throws Exception {
    StoreCounter hits = store().counter("hits");
    AtomicInteger attempts = new AtomicInteger();
    AtomicInteger rolledBack = new AtomicInteger();

    store()
        .transact(
            () -> {
              hits.increment();
              Worker<Long> other =
                  Worker.start(
                      () ->
                          store()
                              .transact(
                                  TransactionOptions.named("slow").withLossesMax(3),
                                  () -> {
                                    attempts.incrementAndGet();
                                    store().afterRollback(rolledBack::incrementAndGet);
                                    return hits.addAndGet(1);
                                  }));
              assertThatThrownBy(other::result)
                  .isInstanceOf(TooManyAttemptsException.class)
                  .hasMessage(
                      "transaction 'slow' of store multiverse: was rolled back: it lost 3 attempts"
                          + " to conflicting transactions");
            });

    assertThat(attempts).hasValue(3);
    assertThat(rolledBack).hasValue(3);
    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void operation_interruptedWhileItWaits_failsAndChangesNothing() throws Exception {
    StoreCounter hits = store().counter("hits");

    store()
        .transact(
            () -> {
              hits.get();
              Worker<String> waiting = Worker.start(() -> incrementUnlessInterrupted(hits));
              waiting.awaitParkedIn("Gate.enterAlone");
              waiting.interrupt();
              assertThat(waiting.result())
                  .startsWith("transaction of store multiverse: was rolled back")
                  .endsWith("true");
            });

    assertThat(hits.get()).isZero();
  }

  private static String incrementUnlessInterrupted(StoreCounter hits) {
    try {
      hits.increment();
      return "incremented";
    } catch (TransactionInterruptedException e) {
      return e.getMessage() + "; interrupted: " + Thread.currentThread().isInterrupted();
    }
  }

  @Test
  void check_interruptedWhileItWaits_fails() throws Exception {
    StoreCounter stock = store().counter("stock");
    Worker<Boolean> buyer =
        Worker.start(
            () -> {
              store().transact(() -> store().check(stock.get() > 0));
              return true;
            });
    buyer.awaitParkedIn("Waiter.isWoken");

    buyer.interrupt();

    assertThatThrownBy(buyer::result)
        .isInstanceOf(TransactionInterruptedException.class)
        .hasMessageContaining("waited for a change");
  }

  @Test
  void check_ofManyWhoAreServedOneByOne_wakesNoHerd() throws Exception {
    StoreCounter free = store().counter("free");
    AtomicInteger bodies = new AtomicInteger();
    List<Worker<Boolean>> borrowers = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      borrowers.add(Worker.start(() -> borrowAndGiveBack(free, bodies)));
      borrowers.getLast().awaitStalled();
    }

    free.increment();
    for (Worker<Boolean> borrower : borrowers) {
      borrower.result();
    }

    assertThat(bodies.get()).isLessThan(10 * borrowers.size());
  }

  private boolean borrowAndGiveBack(StoreCounter free, AtomicInteger bodies) {
    store()
        .transact(
            () -> {
              bodies.incrementAndGet();
              store().check(free.get() > 0);
              free.addAndGet(-1);
            });
    free.increment();
    return true;
  }

  /** Its own transaction does not get the wake-up instead of the hook. */
  @Test
  void check_hookWaitsForTheSameChange_isWoken() throws Exception {
    StoreCounter stock = store().counter("stock");
    Worker<Boolean> buyer =
        Worker.start(
            () -> {
              store()
                  .transact(
                      () -> {
                        store().afterRollback(() -> awaitStock(stock));
                        store().check(stock.get() > 0);
                      });
              return true;
            });
    buyer.awaitParkedIn("Waiter.isWoken");

    stock.increment();

    assertThat(buyer.result()).isTrue();
  }

  private void awaitStock(StoreCounter stock) {
    store().transact(() -> store().check(stock.get() > 0));
  }

  /** A waiter that is woken but cannot use the change passes the wake-up on to the next in line. */
  @Test
  void check_ofManyWhoWaitForTheirTurn_losesNoWakeUp() throws Exception {
    StoreCounter turn = store().counter("turn");
    List<Worker<Boolean>> players = new ArrayList<>();
    for (int i = 20; i > 0; i--) {
      int mine = i;
      players.add(Worker.start(() -> awaitTurn(turn, mine)));
      players.getLast().awaitStalled();
    }
    players.get(3).interrupt();
    assertThatThrownBy(players.get(3)::result).isInstanceOf(TransactionInterruptedException.class);
    players.set(3, Worker.start(() -> awaitTurn(turn, 17)));

    turn.increment();
    for (Worker<Boolean> player : players) {
      player.result();
    }

    assertThat(turn.get()).isEqualTo(21);
  }

  private boolean awaitTurn(StoreCounter turn, int mine) {
    store()
        .transact(
            () -> {
              store().check(turn.get() == mine);
              turn.increment();
            });
    return true;
  }

  @Test
  void operation_interruptedButNeedNotWait_runs() throws Exception {
    StoreCounter hits = store().counter("hits");

    assertThat(Worker.startInterrupted(() -> hits.addAndGet(1)).result()).isEqualTo(1);
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
  void plainRef_inTransactionThatFails_keepsItsValue() {
    LongRef plain = LongRef.of(0);

    assertThatThrownBy(
            () ->
                store()
                    .transact(
                        () -> {
                          plain.set(1);
                          throw new IllegalArgumentException("planned");
                        }))
        .hasMessage("planned");

    assertThat(plain.get()).isEqualTo(1);
  }

  @Test
  void insertsOfDifferentShards_besideEachOther_areNoConflict() throws Exception {
    StoreMap<Integer, String> map = store().map("map", Integer.class, String.class);
    AtomicInteger attempts = new AtomicInteger();

    store()
        .transact(
            () -> {
              attempts.incrementAndGet();
              map.put(1, "one");
              Worker.start(() -> map.put(2, "two")).result();
            });

    assertThat(attempts).hasValue(1);
    assertThat(map).containsOnlyKeys(1, 2);
  }

  @Test
  void map_ofManyKeys_hasThemAll() {
    StoreMap<Integer, Integer> map = store().map("map", Integer.class, Integer.class);

    store().transact(() -> IntStream.range(0, 10_000).forEach(key -> map.put(key, -key)));
    store().transact(() -> IntStream.range(0, 5_000).forEach(key -> map.remove(2 * key)));

    assertThat(map).hasSize(5_000);
    assertThat(map.get(9_999)).isEqualTo(-9_999);
    assertThat(map.get(9_998)).isNull();
  }
}
