package io.isolde.stm.history;

import io.isolde.stm.history.Workload.Settings;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same for as long as {@code isolde.proof.minutes} says, with other settings each time. Prints
 * them, so that a run can be repeated.
 */
@Tag("long")
class LongHistoryTest {
  private static final Duration DURATION =
      Duration.ofMinutes(Integer.getInteger("isolde.proof.minutes", 1));

  private static final int LOOKS_MAX = 30_000;

  @Test
  void randomTransactions_forLong_haveRightHistories() {
    long deadline = System.nanoTime() + DURATION.toNanos();
    long transactions = 0;
    for (long seed = Seeds.first(); System.nanoTime() - deadline < 0; seed++) {
      Settings settings = settings(seed);
      System.out.println(settings);
      HistoryChecker.requireRight(Workload.run(settings).history());
      transactions += settings.transactions();
    }
    System.out.println(transactions + " transactions in " + DURATION + ": all right");
  }

  private static Settings settings(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean virtual = random.nextBoolean();
    int workers = random.nextInt(2, 9);
    int pairs = random.nextInt(3);
    int transactions = random.nextInt(20_000, 200_000);
    return new Settings(seed, virtual, workers, pairs, transactions, LOOKS_MAX);
  }
}
