package io.isolde.stm.history;

import io.isolde.checks.history.HistoryChecker;
import io.isolde.stm.history.MapWorkload.Structure;
import io.isolde.stm.history.Workload.Settings;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random runs for as long as {@code isolde.proof.minutes} says, with other settings each time.
 * Prints them, so that a run can be repeated.
 */
@Tag("long")
class LongHistoryTest {
  private static final Duration DURATION =
      Duration.ofMinutes(Integer.getInteger("isolde.proof.minutes", 1));

  private static final int LOOKS_MAX = 30_000;

  private static final List<Structure> STRUCTURES = List.of(Structure.values());

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

  @Test
  void randomTransactions_overCollections_forLong_areRight() {
    long deadline = System.nanoTime() + DURATION.toNanos();
    int runs = 0;
    for (long seed = Seeds.first(); System.nanoTime() - deadline < 0; seed++) {
      System.out.println("collections, seed " + seed);
      SplittableRandom random = new SplittableRandom(seed);
      QueueWorkload.run(queueSettings(seed, random));
      HistoryChecker.requireRight(MapWorkload.run(mapSettings(seed, random)));
      runs++;
    }
    System.out.println(runs + " runs over collections in " + DURATION + ": all right");
  }

  private static QueueWorkload.Settings queueSettings(long seed, SplittableRandom random) {
    int itemsEach = 2 * random.nextInt(1_000, 10_000);
    return new QueueWorkload.Settings(
        seed, random.nextBoolean(), random.nextBoolean(), itemsEach, LOOKS_MAX);
  }

  private static MapWorkload.Settings mapSettings(long seed, SplittableRandom random) {
    Structure structure = STRUCTURES.get(random.nextInt(STRUCTURES.size()));
    int workers = random.nextInt(2, 9);
    int transactions = random.nextInt(2_000, 8_000);
    return new MapWorkload.Settings(
        seed, structure, random.nextBoolean(), workers, transactions, LOOKS_MAX);
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
