package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.OutcomeUnknownException;
import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The connection breaks at COMMIT: the outcome is found out, and the transaction takes place once.
 */
class OutcomeTest {
  private static SQLException broken() {
    return new SQLException("An I/O error occurred while sending to the backend.", "08006");
  }

  /** Breaks the connection of the next commit that has written, before or after it takes effect. */
  private static final class Breaking extends Meddling {
    private final boolean commits;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean fenceArmed = new AtomicBoolean();
    private volatile boolean refusesFence;
    private volatile boolean hasBroken;

    Breaking(boolean commits) {
      this.commits = commits;
    }

    @Override
    void commit(Connection connection) throws SQLException {
      if (armed.getAndSet(false)) {
        hasBroken = true;
        if (commits) {
          connection.commit();
        } else {
          connection.rollback();
        }
        throw broken();
      }
      connection.commit();
      if (!armed.get() && hasBroken && fenceArmed.getAndSet(false)) {
        throw broken();
      }
    }

    @Override
    String rewrite(String statement) {
      return refusesFence && statement.contains("values (?, '') on conflict")
          ? "select no_such_function(?)"
          : statement;
    }
  }

  private static void addOnce(Breaking breaking, int attemptsExpected) {
    try (Store store = Server.open(breaking.over(Server.source()), Server.schema())) {
      StoreRef<Long> total = store.ref("total", Long.class, 0L);
      AtomicInteger attempts = new AtomicInteger();
      AtomicInteger commits = new AtomicInteger();
      breaking.armed.set(true);

      store.transact(
          () -> {
            attempts.incrementAndGet();
            store.afterCommit(commits::incrementAndGet);
            total.set(total.get() + 1);
          });

      assertThat(total.get()).isEqualTo(1);
      assertThat(attempts).hasValue(attemptsExpected);
      assertThat(commits).hasValue(1);
      PostgresStatistics seen = PostgresStores.statistics(store);
      assertThat(seen.unknown()).isEqualTo(1);
      assertThat(seen.resolved()).isEqualTo(1);
    }
  }

  @Test
  void transact_connectionBreaksAfterCommit_takesPlaceOnce() {
    addOnce(new Breaking(true), 1);
  }

  @Test
  void transact_connectionBreaksBeforeCommit_isMadeAgain() {
    addOnce(new Breaking(false), 2);
  }

  @Test
  void transact_connectionsOfCommitAndFenceBreak_isMadeAgain() {
    Breaking breaking = new Breaking(false);
    breaking.fenceArmed.set(true);
    addOnce(breaking, 2);
  }

  @Test
  void transact_connectionOfFenceBreaksAfterCommit_takesPlaceOnce() {
    Breaking breaking = new Breaking(true);
    breaking.fenceArmed.set(true);
    addOnce(breaking, 1);
  }

  @Test
  void transact_connectionBreaksAndServerDoesNotTell_saysSo() {
    Breaking breaking = new Breaking(true);
    try (Store store = Server.open(breaking.over(Server.source()), Server.schema())) {
      StoreRef<Long> total = store.ref("total", Long.class, 0L);
      breaking.refusesFence = true;
      breaking.armed.set(true);
      TransactionOptions options = TransactionOptions.timeout(Duration.ofMillis(200));

      assertThatThrownBy(() -> store.transact(options, () -> total.set(7L)))
          .isInstanceOf(OutcomeUnknownException.class)
          .hasMessageContaining("is unknown");
      assertThat(total.get()).isEqualTo(7);
    }
  }
}
