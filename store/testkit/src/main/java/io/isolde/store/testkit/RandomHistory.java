package io.isolde.store.testkit;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.History;
import io.isolde.checks.history.HistoryChecker;
import io.isolde.checks.history.Recorder;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random transactions of several threads on a few names of a store, and the check of their history.
 * The seed fixes what the threads do, but not how the machine interleaves them.
 *
 * <p>If the store cannot use several keys in one transaction, each transaction uses one.
 */
final class RandomHistory {
  private static final int WORKERS = 4;
  private static final int TRANSACTIONS_PER_WORKER = 400;
  private static final int OPERATIONS_MAX = 4;

  private final Store store;
  private final long seed;
  private final Variables variables;
  private final boolean usesManyKeys;
  private final List<Recorder> recorders = new ArrayList<>();

  RandomHistory(Store store, long seed) {
    this.store = store;
    this.seed = seed;
    this.variables = new Variables(store);
    this.usesManyKeys = store.capabilities().contains(Capability.ATOMIC_OVER_KEYS);
  }

  /** Runs the transactions; fails with a story about the first anomalies. */
  void runAndCheck() throws Exception {
    for (int i = 0; i < WORKERS; i++) {
      recorders.add(new Recorder("W" + i, System::nanoTime));
    }
    Worker.runAll(WORKERS, this::work);
    Recorder last = new Recorder("last", System::nanoTime);
    variables.all().forEach(variable -> last.single(variable::read));
    recorders.add(last);
    List<AttemptRecord> attempts = recorders.stream().flatMap(r -> r.records().stream()).toList();
    HistoryChecker.requireRight(new History("seed " + seed + " in " + store, attempts));
  }

  private void work(int index) {
    Recorder recorder = recorders.get(index);
    SplittableRandom random = new SplittableRandom(seed + index);
    for (int i = 0; i < TRANSACTIONS_PER_WORKER; i++) {
      transaction(recorder, random);
    }
  }

  private void transaction(Recorder recorder, SplittableRandom random) {
    long bodySeed = random.nextLong();
    int dice = random.nextInt(100);
    if (dice < 60) {
      recorder.transaction(
          attempt -> store.transact(attempt::run),
          attempt -> mixed(attempt, new SplittableRandom(bodySeed)));
    } else if (dice < 75 && usesManyKeys) {
      recorder.transaction(attempt -> store.snapshot(attempt::run), variables::readAll);
    } else if (dice < 90) {
      recorder.single(variables.any(random)::exchange);
    } else {
      recorder.single(variables.any(random)::read);
    }
  }

  /** A few reads and replacements; one body in twenty gives its transaction up. */
  private void mixed(AttemptRecord attempt, SplittableRandom random) {
    Variable only = variables.any(random);
    for (int left = 1 + random.nextInt(OPERATIONS_MAX); left > 0; left--) {
      Variable variable = usesManyKeys ? variables.any(random) : only;
      if (random.nextInt(3) == 0) {
        variable.replace(attempt);
      } else {
        variable.read(attempt);
      }
      Worker.letOthersRun();
    }
    if (random.nextInt(20) == 0) {
      throw new Recorder.GivenUp();
    }
  }
}
