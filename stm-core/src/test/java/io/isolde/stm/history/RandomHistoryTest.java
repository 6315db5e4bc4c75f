package io.isolde.stm.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.history.HistoryChecker;
import io.isolde.stm.engine.EngineProbe;
import io.isolde.stm.history.Workload.Run;
import io.isolde.stm.history.Workload.Settings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine under random transactions: strictly serialisable, and opaque. */
class RandomHistoryTest {
  private static final int TRANSACTIONS = 50_000;
  private static final int WORKERS = 4;
  private static final int PAIRS = 1;

  /**
   * At least twenty seconds without progress of any thread, since other processes may need the
   * processors.
   */
  private static final int LOOKS_MAX = 20_000;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void randomTransactions_haveARightHistory(boolean virtual) {
    Run run =
        Workload.run(new Settings(Seeds.first(), virtual, WORKERS, PAIRS, TRANSACTIONS, LOOKS_MAX));
    HistoryChecker.requireRight(run.history());
    assertReachesEveryPoint(run);
  }

  /** A path that never ran has not been tested. */
  private static void assertReachesEveryPoint(Run run) {
    List<String> points = new ArrayList<>(EngineProbe.points());
    points.remove("WAIT_INTERRUPTED"); // nobody is interrupted here
    assertThat(run.reached()).containsAll(points);
  }
}
