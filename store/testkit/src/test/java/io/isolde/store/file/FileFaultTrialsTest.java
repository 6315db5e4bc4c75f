package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.testkit.faults.Fault;
import io.isolde.store.testkit.faults.FaultTrials;
import io.isolde.store.testkit.faults.FaultTrials.Life;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever system call fails, nothing acknowledged is lost. */
class FileFaultTrialsTest {
  private static final int TRIALS = Integer.getInteger("isolde.faults.trials", 50);
  private static final long SEED = Long.getLong("isolde.faults.seed", 1);

  @TempDir private Path directory;

  @Test
  void store_forceFailsWhileCommittersAreInterrupted_keepsWhatWasAcknowledged() throws Exception {
    Fault fault = Fault.once(Fault.Call.FORCE, Fault.Errno.EIO, "journal-0", 12).after(200);
    FaultTrials.Tally tally =
        new FaultTrials("file", directory).run(fault, new Life(true, false, 60));
    assertThat(tally.faults()).isEqualTo(1);
    assertThat(tally.refused()).isEmpty();
  }

  @Tag("long")
  @Test
  void store_manySystemCallsFail_keepsWhatWasAcknowledged() throws Exception {
    FaultTrials.Tally tally = new FaultTrials("file", directory).run(SEED, TRIALS);
    System.out.println(tally);
    assertThat(tally.refused()).isEmpty();
    assertThat(tally.faults()).isGreaterThan(TRIALS / 3);
  }
}
