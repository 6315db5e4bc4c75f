package io.isolde.store.stm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.isolde.stm.ConflictRecording;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.TooManyAttemptsException;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;
import io.isolde.store.Capability;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.testkit.StoreContract;
import io.isolde.store.testkit.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StmStoreTest extends StoreContract {
  StmStoreTest() {
    super("stm:", EnumSet.complementOf(EnumSet.of(Capability.RESUMABLE_CHANGES)));
  }

  @Test
  void timeout_zero_isEnoughWhereNobodyWaits() {
    StoreCounter hits = store().counter("hits");

    store().transact(TransactionOptions.timeout(Duration.ZERO), hits::increment);

    assertThat(hits.get()).isEqualTo(1);
  }

  @Test
  void orElse_firstBranchRetries_undoesItsStoreWrites() {
    StoreCounter first = store().counter("first");
    StoreCounter second = store().counter("second");

    Stm.orElse(
        () -> {
          first.set(1);
          store().check(second.get() > 0);
        },
        () -> second.add(5));

    assertThat(first.get()).isZero();
    assertThat(second.get()).isEqualTo(5);
  }

  @Test
  void limitOfLostAttempts_bodyIsOvertaken_endsIt() {
    StoreCounter hits = store().counter("hits");
    LongRef plain = LongRef.of(0);

    assertThatExceptionOfType(TooManyAttemptsException.class)
        .isThrownBy(
            () ->
                store()
                    .transact(
                        TransactionOptions.named("slow").withLossesMax(2),
                        () -> {
                          long before = hits.get();
                          plain.set(1);
                          Worker.start(() -> addInTransaction(hits)).result();
                          hits.set(before + 1);
                        }))
        .withMessageContaining("transaction 'slow' was rolled back: it lost 2 attempts");

    assertThat(hits.get()).isEqualTo(2);
    assertThat(plain.get()).isZero();
  }

  @Test
  void hooks_inStmTransaction_areThoseOfTheTransaction() {
    StoreCounter hits = store().counter("hits");
    List<String> log = new ArrayList<>();

    Stm.atomic(
        () -> {
          Transaction.current().afterCommit(() -> log.add("stm"));
          store().afterCommit(() -> log.add("store"));
          Stm.orElse(
              () -> {
                store().afterRollback(() -> log.add("rolled back"));
                store().check(hits.get() > 0);
              },
              hits::increment);
        });

    assertThat(log).containsExactly("rolled back", "stm", "store");
  }

  @Test
  void check_onStoreAndPlainRef_isWokenByEither() throws Exception {
    StoreCounter stored = store().counter("stored");
    LongRef plain = LongRef.of(0);
    Worker<Long> waiter =
        Worker.start(
            () ->
                store()
                    .transact(
                        () -> {
                          store().check(stored.get() + plain.get() >= 2);
                          return stored.get() + plain.get();
                        }));
    waiter.awaitStalled();

    stored.increment();
    plain.increment();

    assertThat(waiter.result()).isEqualTo(2);
  }

  @Test
  void conflict_overAMap_isRecordedUnderTheNameOfTheMap() throws Exception {
    StoreMap<String, Integer> accounts = store().map("accounts", String.class, Integer.class);
    StoreMap<String, Integer> sorted = store().sortedMap("sorted", String.class, Integer.class);

    assertThat(lostOver(accounts)).startsWith("'accounts[bucket ");
    assertThat(lostOver(sorted)).startsWith("'sorted[leaf ");
  }

  /** The label of the ref over which a transaction is lost. */
  private String lostOver(StoreMap<String, Integer> map) throws Exception {
    try (ConflictRecording recording = ConflictRecording.start()) {
      store()
          .transact(
              () -> {
                Integer before = map.get("a");
                if (Transaction.current().attempt() == 1) {
                  Worker.start(() -> map.put("a", 1)).result();
                }
                map.put("b", before == null ? 0 : before);
              });
      return recording.entries().getFirst().ref();
    }
  }

  @Test
  void add_besideAdd_isNoConflict() throws Exception {
    StoreCounter hits = store().counter("hits");

    int attempts =
        store()
            .transact(
                () -> {
                  hits.add(1);
                  Worker.start(() -> addInTransaction(hits)).result();
                  return Transaction.current().attempt();
                });

    assertThat(attempts).isEqualTo(1);
    assertThat(hits.get()).isEqualTo(2);
  }

  @Test
  void sale_besideSale_isNoConflictUntilTheAnswerFlips() throws Exception {
    StoreCounter stock = store().counter("stock");
    stock.set(10);

    assertThat(attemptsOfSaleBesides(stock, 2)).isEqualTo(1);
    assertThat(attemptsOfSaleBesides(stock, 4)).isEqualTo(2);
    assertThat(stock.get()).isEqualTo(1);
  }

  /** Sells three, or else nothing, while another transaction sells {@code others}. */
  private int attemptsOfSaleBesides(StoreCounter stock, int others) throws Exception {
    return store()
        .transact(
            () -> {
              boolean enough = stock.isAtLeast(3);
              int attempt = Transaction.current().attempt();
              if (attempt == 1) {
                Worker.start(() -> addInTransaction(stock, -others)).result();
              }
              stock.add(enough ? -3 : 0);
              return attempt;
            });
  }

  private boolean addInTransaction(StoreCounter counter, long summand) {
    store().transact(() -> counter.add(summand));
    return true;
  }

  private boolean addInTransaction(StoreCounter hits) {
    store().transact(hits::increment);
    return true;
  }

  @Test
  void close_besideOpenTransaction_makesItFailAltogether() {
    StoreCounter hits = store().counter("hits");
    LongRef plain = LongRef.of(0);

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      plain.set(1);
                      hits.set(1);
                      Worker.start(this::closeAndTell).result();
                    }))
        .withMessage("store stm: is closed");

    assertThat(plain.get()).isZero();
  }

  /**
   * A transaction that keeps losing gains priority: others then wait for what it has read, and it
   * has read whether the store is open.
   */
  @Test
  void close_interruptedWhileItWaitsForAnother_closes() throws Exception {
    StoreCounter hits = store().counter("hits");
    LongRef hot = LongRef.of(0);
    long promotions = Stm.statistics().promotions();

    Worker<Boolean> closer =
        store()
            .transact(
                () -> {
                  hits.increment();
                  hot.set(hot.get() + 1);
                  if (Stm.statistics().promotions() == promotions) {
                    Worker.start(() -> hot.updateAndGet(value -> value + 1)).result();
                    return Worker.start(() -> false);
                  }
                  Worker<Boolean> waiting = Worker.startInterrupted(this::closeAndTell);
                  waiting.awaitStalled();
                  return waiting;
                });

    assertThat(closer.result()).as("interrupt status").isTrue();
    assertThatIllegalStateException().isThrownBy(hits::get);
  }

  /** Closes the store and returns whether the thread is interrupted. */
  private boolean closeAndTell() {
    store().close();
    return Thread.currentThread().isInterrupted();
  }
}
