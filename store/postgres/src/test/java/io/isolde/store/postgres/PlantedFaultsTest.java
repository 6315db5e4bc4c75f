package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What the store relies on in the database is needed: without it, the checks here fail. */
class PlantedFaultsTest {
  /** Two doctors on call, each of whom may leave if the other stays; returns who is left. */
  private static int doctorsLeft(Meddling meddling) {
    try (Store store = Server.open(meddling.over(Server.source()), Server.schema())) {
      StoreRef<Integer> alice = store.ref("alice", Integer.class, 1);
      StoreRef<Integer> bob = store.ref("bob", Integer.class, 1);
      CountDownLatch bothHaveRead = new CountDownLatch(2);
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> leave(store, alice, bob, bothHaveRead)),
              CompletableFuture.runAsync(() -> leave(store, bob, alice, bothHaveRead)))
          .orTimeout(30, TimeUnit.SECONDS)
          .join();
      return store.snapshot(() -> alice.get() + bob.get());
    }
  }

  private static void leave(
      Store store, StoreRef<Integer> own, StoreRef<Integer> other, CountDownLatch bothHaveRead) {
    store.transact(
        () -> {
          boolean mayLeave = own.get() + other.get() == 2;
          bothHaveRead.countDown();
          Meddling.await(bothHaveRead);
          if (mayLeave) {
            own.set(0);
          }
        });
  }

  @Test
  void transactions_thatMissEachOther_areSerialised() {
    assertThat(doctorsLeft(new Meddling() {})).isEqualTo(1);
  }

  @Test
  void plantedFault_repeatableRead_isCaught() {
    int left =
        doctorsLeft(
            new Meddling() {
              @Override
              int isolation(int wanted) {
                return Connection.TRANSACTION_REPEATABLE_READ;
              }
            });
    assertThat(left).isZero();
  }

  /** Adds one, while the connection breaks after COMMIT; returns the sum. */
  private static long sumAfterBreak(boolean withFence) {
    AtomicBoolean armed = new AtomicBoolean();
    Meddling breaking =
        new Meddling() {
          @Override
          void commit(Connection connection) throws SQLException {
            connection.commit();
            if (armed.getAndSet(false)) {
              throw new SQLException("broken", "08006");
            }
          }

          @Override
          String rewrite(String statement) {
            return withFence ? statement : statement.replace("select body <> ''", "select false");
          }
        };
    try (Store store = Server.open(breaking.over(Server.source()), Server.schema())) {
      StoreRef<Long> sum = store.ref("sum", Long.class, 0L);
      armed.set(true);
      store.transact(() -> sum.set(sum.get() + 1));
      return sum.get();
    }
  }

  @Test
  void commit_ofUnknownOutcome_takesPlaceOnce() {
    assertThat(sumAfterBreak(true)).isEqualTo(1);
  }

  @Test
  void plantedFault_noFence_isCaught() {
    assertThat(sumAfterBreak(false)).isEqualTo(2);
  }
}
