package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.TransactionTimeoutException;
import io.isolde.store.Capability;
import io.isolde.store.Change;
import io.isolde.store.Commit;
import io.isolde.store.DurabilityTimeoutException;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import io.isolde.store.StoreSortedMap;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Change streams: complete, in commit order, bounded. */
interface ChangesContract extends ContractPart {
  /** A follower of the store from now on. */
  default Follower follower() {
    requires(Capability.CHANGES);
    return new Follower().of(store().changes(100));
  }

  // ---- what is published ----

  @Test
  default void changes_ofOneTransaction_areOneCommit() throws Exception {
    StoreRef<String> city = store().ref("city", String.class, "Oslo");
    StoreCounter hits = store().counter("hits");
    StoreMap<String, Integer> stock = store().map("stock", String.class, Integer.class);
    StoreSortedMap<Integer, String> log = store().sortedMap("log", Integer.class, String.class);
    stock.put("figs", 1);
    Follower follower = follower();

    store()
        .transact(
            () -> {
              city.set("Rome");
              hits.add(2);
              stock.put("pears", 3);
              stock.remove("figs");
              stock.remove("nuts");
              log.put(1, "one");
              city.set("Paris");
              hits.add(3);
            });
    city.set("Lima");

    Commit first = follower.next();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.changes())
        .containsExactly(
            new Change("city", null, "Paris"),
            new Change("hits", null, 5L),
            new Change("stock", "pears", 3),
            new Change("stock", "figs", null),
            new Change("log", 1, "one"));
    Commit second = follower.next();
    assertThat(second.number()).isEqualTo(2);
    assertThat(second.changes()).containsExactly(new Change("city", null, "Lima"));
  }

  /** Each commit has the sum of its addition and of those before it. */
  @Test
  default void changes_ofAdditionsAtOneTime_haveEachSum() throws Exception {
    StoreCounter hits = store().counter("hits");
    Follower follower = follower();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      threads.add(Thread.startVirtualThread(() -> addOftenTwice(hits)));
    }

    for (long sum = 3; sum <= 3 * 3 * ADDITIONS; sum += 3) {
      assertThat(follower.next().changes()).containsExactly(new Change("hits", null, sum));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertNothingElseIn(follower, 3 * ADDITIONS);
    assertThat(hits.get()).isEqualTo(3 * 3 * ADDITIONS);
  }

  /** After {@code number} commits, the next one that is published is the next one there is. */
  private void assertNothingElseIn(Follower follower, long number) throws Exception {
    store().counter("end").increment();
    Commit next = follower.next();
    assertThat(next.number()).isEqualTo(number + 1);
    assertThat(next.changes()).containsExactly(new Change("end", null, 1L));
  }

  /** How often each thread of a test adds. */
  int ADDITIONS = 30;

  private void addOftenTwice(StoreCounter hits) {
    for (int i = 0; i < ADDITIONS; i++) {
      store()
          .transact(
              () -> {
                hits.add(1);
                hits.add(2);
              });
    }
  }

  @Test
  default void changes_ofOperationsAlone_areCommits() throws Exception {
    StoreMap<String, Integer> stock = store().map("stock", String.class, Integer.class);
    Follower follower = follower();

    stock.put("pears", 1);
    stock.merge("pears", 1, Integer::sum);
    stock.keySet().removeIf(key -> true);

    assertThat(follower.next().changes()).containsExactly(new Change("stock", "pears", 1));
    assertThat(follower.next().changes()).containsExactly(new Change("stock", "pears", 2));
    assertThat(follower.next().changes()).containsExactly(new Change("stock", "pears", null));
  }

  @Test
  default void changes_thatWereUndone_areNotPublished() throws Exception {
    StoreCounter hits = store().counter("hits");
    StoreCounter kept = store().counter("kept");
    Follower follower = follower();

    assertThatThrownBy(() -> store().transact(() -> failAfterAdding(hits)))
        .isInstanceOf(IOException.class);
    store().transact(() -> hits.get());
    store()
        .transact(
            () -> {
              assertThatThrownBy(() -> store().transact(() -> failAfterAdding(hits)))
                  .isInstanceOf(IOException.class);
              kept.increment();
              assertThatThrownBy(() -> store().transact(() -> failAfterAdding(hits)))
                  .isInstanceOf(IOException.class);
            });

    Commit only = follower.next();
    assertThat(only.number()).isEqualTo(1);
    assertThat(only.changes()).containsExactly(new Change("kept", null, 1L));
    assertNothingElseIn(follower, 1);
  }

  private static void failAfterAdding(StoreCounter hits) throws IOException {
    hits.add(5);
    throw new IOException("planned");
  }

  @Test
  default void changes_byManyThreads_areCompleteAndInOrder() throws Exception {
    StoreMap<Integer, Integer> accounts = store().map("accounts", Integer.class, Integer.class);
    for (int i = 0; i < 5; i++) {
      accounts.put(i, 0);
    }
    Follower follower = follower();

    Worker.runAll(4, index -> pay(accounts, index, 250));

    Map<Object, Object> mirror = new HashMap<>(accounts);
    mirror.replaceAll((key, value) -> 0);
    for (int i = 1; i <= 1_000; i++) {
      Commit commit = follower.next();
      assertThat(commit.number()).isEqualTo(i);
      assertThat(commit.changes()).hasSize(2);
      commit.changes().forEach(change -> mirror.put(change.key(), change.value()));
      assertThat(mirror.values().stream().mapToInt(Integer.class::cast).sum()).isZero();
    }
    assertThat(mirror).isEqualTo(new HashMap<>(accounts));
    assertNothingElseIn(follower, 1_000);
  }

  private void pay(StoreMap<Integer, Integer> accounts, int payer, int times) {
    for (int i = 0; i < times; i++) {
      int payee = (payer + 1 + i % 4) % 5;
      store()
          .transact(
              () -> {
                accounts.merge(payer, -1, Integer::sum);
                accounts.merge(payee, 1, Integer::sum);
              });
    }
  }

  @Test
  default void subscriber_thatComesBetweenCommits_missesNoneAfterwards() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Worker<Boolean> writer =
        Worker.start(
            () -> {
              for (int i = 0; i < 1_000; i++) {
                hits.increment();
              }
              return true;
            });

    for (int i = 0; i < 5; i++) {
      Follower follower = new Follower().of(store().changes(10));
      long seen = hits.get();
      if (seen < 1_000) {
        long first = (Long) follower.next().changes().get(0).value();
        assertThat(first).isLessThanOrEqualTo(seen + 1);
      }
      follower.subscription().cancel();
    }

    writer.result();
    assertThat(hits.get()).isEqualTo(1_000);
  }

  // ---- back-pressure ----

  @Test
  default void committer_bufferIsFull_waitsAfterItsCommit() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(1));

    hits.increment();
    Worker<Long> committer = Worker.start(() -> hits.addAndGet(1));
    awaitStalledAfterCommit(committer, hits);
    assertThat(committer.hasEnded()).isFalse();

    follower.subscription().request(1);
    assertThat(committer.result()).isEqualTo(2);
    follower.subscription().request(1);
    assertThat(follower.next().number()).isEqualTo(1);
    assertThat(follower.next().number()).isEqualTo(2);
  }

  private void awaitStalledAfterCommit(Worker<?> committer, StoreCounter hits) {
    Patience.until(() -> hits.get() == 2, () -> "the second commit");
    committer.awaitStalled(latency());
  }

  @Test
  default void committer_timeoutPassesWhileItWaits_returnsItsResult() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(1));
    hits.increment();

    assertThat(addInTime(hits)).isEqualTo(2);
    follower.subscription().request(2);
    follower.next();
    assertThat(follower.next().changes()).containsExactly(new Change("hits", null, 2L));
  }

  /**
   * Adds 1 with a short timeout, and with ever longer ones while transactions time out before they
   * commit. A durable store may report that the time ran out before the commit was on disk; the
   * commit stands.
   */
  private long addInTime(StoreCounter hits) {
    Duration timeout = Duration.ofMillis(1);
    while (true) {
      try {
        return store().transact(TransactionOptions.timeout(timeout), () -> hits.addAndGet(1));
      } catch (TransactionTimeoutException e) {
        timeout = timeout.multipliedBy(2);
      } catch (AfterCommitException e) {
        assertThat(e).hasCauseInstanceOf(DurabilityTimeoutException.class);
        return hits.get();
      }
    }
  }

  @Test
  default void committer_interruptedWhileItWaits_returnsItsResultAndStaysInterrupted()
      throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(1));
    hits.increment();

    Worker<Boolean> committer =
        Worker.start(
            () -> {
              hits.increment();
              return Thread.currentThread().isInterrupted();
            });
    awaitStalledAfterCommit(committer, hits);
    committer.interrupt();

    assertThat(committer.result()).isTrue();
    follower.subscription().request(2);
    follower.next();
    assertThat(follower.next().changes()).containsExactly(new Change("hits", null, 2L));
  }

  @Test
  default void subscriber_commitsFromOnNext_doesNotWaitForItself() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower =
        new Follower() {
          @Override
          public void onNext(Commit commit) {
            if (commit.number() <= 20) {
              hits.increment();
              hits.increment();
            }
            super.onNext(commit);
          }
        };
    follower.of(store().changes(1));

    hits.increment();

    for (int i = 1; i <= 41; i++) {
      assertThat(follower.next().number()).isEqualTo(i);
    }
  }

  // ---- the end ----

  @Test
  default void cancel_letsWaitingCommittersGo() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(1));
    hits.increment();
    Worker<Long> committer = Worker.start(() -> hits.addAndGet(1));
    awaitStalledAfterCommit(committer, hits);

    follower.subscription().cancel();

    assertThat(committer.result()).isEqualTo(2);
    Follower other = follower();
    hits.increment();
    assertThat(other.next().changes()).containsExactly(new Change("hits", null, 3L));
    assertThat(follower.pending()).isNull();
  }

  @Test
  default void subscriber_throws_isCancelledAndOthersGoOn() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    CompletableFuture<Throwable> reported = new CompletableFuture<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> reported.complete(thrown));
    try {
      new Follower() {
        @Override
        public void onNext(Commit commit) {
          throw new IllegalArgumentException("planned");
        }
      }.of(store().changes(1));
      Follower other = follower();

      for (int i = 0; i < 5; i++) {
        hits.increment();
        assertThat(other.next().number()).isEqualTo(i + 1);
      }
      assertThat(reported.get(60, TimeUnit.SECONDS)).hasMessage("planned");
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  @Test
  default void close_deliversWhatWasCommittedAndCompletes() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(10));
    hits.increment();
    hits.increment();

    store().close();
    follower.subscription().request(1);
    follower.next();
    follower.subscription().request(1);
    follower.next();

    follower.awaitEnd();
  }

  @Test
  default void close_committerWaitsForRoom_letsItGo() throws Exception {
    requires(Capability.CHANGES);
    StoreCounter hits = store().counter("hits");
    Follower follower = new Follower(0).of(store().changes(1));
    hits.increment();
    Worker<Long> committer = Worker.start(() -> hits.addAndGet(1));
    awaitStalledAfterCommit(committer, hits);

    store().close();

    assertThat(committer.result()).isEqualTo(2);
    follower.subscription().request(2);
    follower.next();
    follower.next();
    follower.awaitEnd();
  }

  @Test
  default void subscribe_storeIsClosedOrInTransaction_isRefusedThroughOnError() throws Exception {
    requires(Capability.CHANGES);
    var publisher = store().changes(1);
    Follower inside = store().transact(() -> new Follower().of(publisher));
    assertThatThrownBy(inside::awaitEnd)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("inside a transaction");

    store().close();
    Follower late = new Follower().of(publisher);
    assertThatThrownBy(late::awaitEnd)
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  @Test
  default void request_notPositive_endsTheStreamWithAnError() throws Exception {
    Follower follower = follower();

    follower.subscription().request(0);

    assertThatThrownBy(follower::awaitEnd)
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }

  @Test
  default void changes_noCapacity_isRefused() {
    requires(Capability.CHANGES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store().changes(0))
        .withMessageContaining("but is 0");
  }

  @Test
  default void changes_whereThereAreNone_isRefused() {
    requiresLackOf(Capability.CHANGES);
    assertThatThrownBy(() -> store().changes(1))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContainingAll(store().toString(), "CHANGES");
  }
}
