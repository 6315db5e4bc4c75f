package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Store;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Server processes end at any moment, and each acknowledged transaction took place once. */
@Tag("long")
class TerminatedBackendsTest {
  private static final int TERMINATIONS = Integer.getInteger("isolde.postgres.terminations", 100);

  private static int terminateOne() {
    return Server.query(
            "select pg_terminate_backend(pid) from pg_stat_activity"
                + " where application_name = 'isolde' order by random() limit 1")
        .size();
  }

  @Test
  void terminatedBackends_loseAndDoubleNothing() throws Exception {
    try (Store store = Server.open(Server.schema());
        Payers payers = new Payers(store, 4)) {
      for (int terminated = 0; terminated < TERMINATIONS; terminated += terminateOne()) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      payers.stopAndCheck();
      PostgresStatistics seen = PostgresStores.statistics(store);
      assertThat(seen.resolved()).isEqualTo(seen.unknown());
    }
  }
}
