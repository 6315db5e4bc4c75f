package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Change;
import io.isolde.store.ChangesLostException;
import io.isolde.store.Commit;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import io.isolde.store.StoreRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Commits reach subscribers in order, each once, whatever else the server does. */
class FeedTest {
  /** Gets everything. */
  private static final class Reader implements Flow.Subscriber<Commit> {
    final BlockingQueue<Commit> commits = new LinkedBlockingQueue<>();
    final CompletableFuture<Throwable> failure = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Commit commit) {
      commits.add(commit);
    }

    @Override
    public void onError(Throwable thrown) {
      failure.complete(thrown);
    }

    @Override
    public void onComplete() {}

    Commit next() throws InterruptedException {
      Commit commit = commits.poll(10, TimeUnit.SECONDS);
      assertThat(commit).as("a commit within ten seconds").isNotNull();
      return commit;
    }

    List<Object> values(int count) throws InterruptedException {
      List<Object> values = new ArrayList<>();
      while (values.size() < count) {
        next().changes().stream().map(Change::value).forEach(values::add);
      }
      return values;
    }
  }

  private static Reader follow(Store store) {
    Reader reader = new Reader();
    store.changes(100).subscribe(reader);
    return reader;
  }

  private static Reader follow(Store store, String after) {
    Reader reader = new Reader();
    store.changes(100, after).subscribe(reader);
    return reader;
  }

  // ---- an older transaction of the server ----

  @Test
  void idleTransactionOfAnotherDatabase_isReportedAndStopsNoCommitter() throws Exception {
    Server.execute("create database another");
    try (Store store = Server.open(Server.schema());
        Connection other = Server.sourceOf("another").getConnection();
        Statement sql = other.createStatement()) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      Reader reader = follow(store);
      other.setAutoCommit(false);
      sql.execute("select pg_current_xact_id()");

      long start = System.nanoTime();
      for (int i = 1; i <= 5; i++) {
        ref.set(i);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      TimeUnit.SECONDS.sleep(1);
      assertThat(PostgresStores.statistics(store).feedLag()).isGreaterThan(Duration.ofMillis(500));
      assertThat(reader.commits).isEmpty();

      other.rollback();
      assertThat(reader.values(5)).containsExactly(1, 2, 3, 4, 5);
      ref.set(6);
      assertThat(reader.values(1)).containsExactly(6);
      assertThat(PostgresStores.statistics(store).feedLag()).isLessThan(Duration.ofMillis(500));
    }
  }

  // ---- two commits that overtake each other ----

  /** Holds one commit back until another has been seen; returns what a subscriber gets. */
  private static List<Object> overtaking(String search, String replacement) throws Exception {
    AtomicReference<CountDownLatch> held = new AtomicReference<>();
    CountDownLatch isHeld = new CountDownLatch(1);
    Meddling meddling =
        new Meddling() {
          @Override
          void commit(Connection connection) throws SQLException {
            CountDownLatch latch = held.getAndSet(null);
            if (latch != null) {
              isHeld.countDown();
              await(latch);
            }
            connection.commit();
          }

          @Override
          String rewrite(String statement) {
            return statement.replace(search, replacement);
          }
        };
    try (Store store = Server.open(meddling.over(Server.source()), Server.schema())) {
      StoreRef<Integer> slow = store.ref("slow", Integer.class, 0);
      StoreRef<Integer> quick = store.ref("quick", Integer.class, 0);
      Reader reader = follow(store);
      CountDownLatch latch = new CountDownLatch(1);
      held.set(latch);
      CompletableFuture<?> slowly = CompletableFuture.runAsync(() -> slow.set(1));
      assertThat(isHeld.await(10, TimeUnit.SECONDS)).isTrue();
      quick.set(2);
      TimeUnit.MILLISECONDS.sleep(200); // the feed has looked
      latch.countDown();
      slowly.get(10, TimeUnit.SECONDS);
      quick.set(3);
      List<Object> values = new ArrayList<>();
      while (!values.contains(3)) {
        values.addAll(reader.values(1));
      }
      return values;
    }
  }

  @Test
  void commits_thatOvertake_arePublishedInTheOrderOfTheirNumbers() throws Exception {
    assertThat(overtaking("", "")).containsExactly(1, 2, 3);
  }

  @Test
  void plantedFault_feedInOrderOfInsertion_losesOne() throws Exception {
    List<Object> values =
        overtaking(
            "not pg_visible_in_snapshot(xid, ?::pg_snapshot)",
            "xid >= pg_snapshot_xmax(?::pg_snapshot)");
    assertThat(values).doesNotContain(1);
  }

  // ---- counters ----

  @Test
  void counters_setAndAddedTo_areToldWithTheirValues() throws Exception {
    try (Store store = Server.open(Server.schema())) {
      StoreCounter counter = store.counter("counter");
      counter.add(5);
      Reader reader = follow(store);
      counter.add(2);
      counter.set(100);
      counter.add(-1);
      store.transact(
          () -> {
            counter.set(10);
            counter.add(1);
          });
      assertThat(reader.values(4)).containsExactly(7L, 100L, 99L, 11L);
    }
  }

  // ---- resuming ----

  @Test
  void changes_resumedByAnotherProcess_goOnBehindThePosition() throws Exception {
    String schema = Server.schema();
    String position;
    try (Store store = Server.open(schema)) {
      StoreMap<String, Integer> map = store.map("map", String.class, Integer.class);
      StoreCounter counter = store.counter("counter");
      Reader reader = follow(store);
      map.put("a", 1);
      counter.add(10);
      position = reader.next().position();
      map.put("b", 2);
      counter.set(50);
    }
    try (Store store = Server.open(schema)) {
      StoreMap<String, Integer> map = store.map("map", String.class, Integer.class);
      StoreCounter counter = store.counter("counter");
      counter.add(1);
      Reader reader = follow(store, position);
      assertThat(reader.values(4)).containsExactly(10L, 2, 50L, 51L);
      map.put("c", 3);
      assertThat(reader.values(1)).containsExactly(3);
    }
  }

  @Test
  void changes_resumedBesideWriters_haveNoGapAndNothingTwice() throws Exception {
    int commits = 1500;
    try (Store store = Server.open(Server.schema())) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      Reader first = follow(store);
      ref.set(-1);
      String position = first.next().position();
      CompletableFuture<?> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < commits; i++) {
                  ref.set(i);
                }
              });
      TimeUnit.MILLISECONDS.sleep(700);
      Reader reader = follow(store, position);
      for (int i = 0; i < commits; i++) {
        Commit commit = reader.next();
        assertThat(commit.number()).isEqualTo(i + 1);
        assertThat(commit.changes()).extracting(Change::value).containsExactly((Object) i);
      }
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void changes_resumedBehindForgottenCommits_areLost() throws Exception {
    String schema = Server.schema();
    try (PostgresStore store = (PostgresStore) Server.open(schema)) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      Reader reader = follow(store);
      ref.set(1);
      String position = reader.next().position();
      ref.set(2);
      Server.execute("update " + schema + ".commit set at = at - interval '2 days'");
      store.housekeeping().clean();

      assertThat(follow(store, position).failure.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ChangesLostException.class)
          .hasMessageContaining("PT24H");
    }
  }

  @Test
  void commitsOfAnotherServer_fromABackup_areForgotten() throws Exception {
    String schema = Server.schema();
    String position;
    try (Store store = Server.open(schema)) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      Reader reader = follow(store);
      ref.set(1);
      position = reader.next().position();
    }
    Server.execute(
        "update " + schema + ".commit set xid = (xid::text::bigint + 1000000)::text::xid8");
    try (Store store = Server.open(schema)) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      assertThat(follow(store, position).failure.get(10, TimeUnit.SECONDS))
          .isInstanceOf(ChangesLostException.class);
      Reader reader = follow(store);
      ref.set(2);
      assertThat(reader.values(1)).containsExactly(2);
      assertThat(ref.get()).isEqualTo(2);
    }
  }
}
