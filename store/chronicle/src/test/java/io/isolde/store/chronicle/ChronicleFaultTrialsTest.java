package io.isolde.store.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.faults.FaultTrials;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever system call fails, nothing acknowledged is lost, with maps over bases. */
class ChronicleFaultTrialsTest {
  private static final int TRIALS = Integer.getInteger("isolde.faults.trials", 50);
  private static final long SEED = Long.getLong("isolde.faults.seed", 1);

  @TempDir private Path directory;

  @Tag("long")
  @Test
  void store_manySystemCallsFail_keepsWhatWasAcknowledged() throws Exception {
    FaultTrials.Tally tally = new FaultTrials("chronicle", directory).run(SEED, TRIALS);
    System.out.println("chronicle: " + tally);
    assertThat(tally.refused()).isEmpty();
    assertThat(tally.faults()).isGreaterThan(TRIALS / 3);
  }
}
