package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.TransactionOptions;
import io.isolde.store.Store;
import io.isolde.store.StoreRef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is uncommon in a store is counted, and reported to the flight recorder. */
class FlightRecorderTest {
  private static final TransactionOptions RENT = TransactionOptions.named("rent");

  @TempDir private Path folder;

  private interface Action {
    void run() throws Exception;
  }

  private List<RecordedEvent> recorded(String event, Action action) throws Exception {
    try (Recording recording = new Recording()) {
      recording.enable("io.isolde.store.postgres." + event).withoutThreshold();
      recording.start();
      action.run();
      recording.stop();
      Path file = folder.resolve("recording.jfr");
      recording.dump(file);
      return RecordingFile.readAllEvents(file);
    }
  }

  @Test
  void conflict_isReportedWithTheTransaction() throws Exception {
    try (Store store = Server.open(Server.schema())) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      AtomicBoolean first = new AtomicBoolean(true);
      List<RecordedEvent> events =
          recorded(
              "Conflict",
              () ->
                  store.transact(
                      RENT,
                      () -> {
                        int before = ref.get();
                        if (first.getAndSet(false)) {
                          CompletableFuture.runAsync(() -> ref.set(10)).get(10, TimeUnit.SECONDS);
                        }
                        ref.set(before + 1);
                      }));

      assertThat(ref.get()).isEqualTo(11);
      assertThat(events).hasSize(1);
      assertThat(events.getFirst().getString("transaction")).contains("rent");
      assertThat(events.getFirst().getInt("losses")).isEqualTo(1);
      assertThat(PostgresStores.statistics(store).conflicts()).isEqualTo(1);
    }
  }

  @Test
  void waitForAConnection_isReportedAndCounted() throws Exception {
    PostgresOptions options = PostgresOptions.DEFAULT.withSchema(Server.schema()).withSessions(1);
    try (Store store = PostgresStores.open(Server.source(), options)) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      CountDownLatch isInside = new CountDownLatch(1);
      List<RecordedEvent> events =
          recorded(
              "PoolWait",
              () -> {
                CompletableFuture<?> longBody =
                    CompletableFuture.runAsync(
                        () ->
                            store.transact(
                                () -> {
                                  isInside.countDown();
                                  return LockedFor.millis(200);
                                }));
                assertThat(isInside.await(10, TimeUnit.SECONDS)).isTrue();
                store.transact(RENT, () -> ref.set(1));
                longBody.get(10, TimeUnit.SECONDS);
              });

      assertThat(events).hasSize(1);
      assertThat(events.getFirst().getString("transaction")).contains("rent");
      assertThat(events.getFirst().getDuration().toMillis()).isGreaterThan(50);
      PostgresStatistics seen = PostgresStores.statistics(store);
      assertThat(seen.poolWaits()).isEqualTo(1);
      assertThat(seen.poolWait().toMillis()).isGreaterThan(50);
    }
  }

  /** A body that takes its time. */
  private static final class LockedFor {
    static boolean millis(long millis) {
      try {
        Thread.sleep(millis);
        return true;
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void outcome_isReportedOnceItIsKnown() throws Exception {
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
        };
    try (Store store = Server.open(breaking.over(Server.source()), Server.schema())) {
      StoreRef<Integer> ref = store.ref("ref", Integer.class, 0);
      List<RecordedEvent> events =
          recorded(
              "Outcome",
              () -> {
                armed.set(true);
                ref.set(1);
              });

      assertThat(events).hasSize(1);
      assertThat(events.getFirst().getBoolean("committed")).isTrue();
    }
  }
}
