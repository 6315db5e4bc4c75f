package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.History;
import io.isolde.stm.engine.EngineProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A run of random transactions on many threads, disturbed at the engine's marked points, and its
 * history. The seed fixes what the threads do and where they are disturbed, but not how the machine
 * interleaves them.
 */
final class Workload {
  /**
   * The settings of a run.
   *
   * @param seed determines everything that is random
   * @param virtual whether the threads are virtual
   * @param workers threads that make random transactions
   * @param pairs of threads that wait for each other
   * @param transactions the number of transactions of all threads together
   * @param looksMax how many looks without progress it takes for the run to count as hung
   */
  record Settings(
      long seed, boolean virtual, int workers, int pairs, int transactions, int looksMax) {}

  private static final int HOT = 5;
  private static final int CHAIN_CHANGES = 200;

  private final Settings settings;
  private final SplittableRandom random;
  private final HotRefs refs;
  private final YieldingProbe probe = new YieldingProbe();
  private final Workers threads;
  private final List<StmRecorder> recorders = new ArrayList<>();
  private final List<RecordedLong> balls = new ArrayList<>();

  private Workload(Settings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed);
    this.refs = new HotRefs(HOT, CHAIN_CHANGES, settings.workers);
    this.threads = new Workers(settings.virtual, settings.looksMax);
  }

  /** What a run leaves: its history, and the points that it reached. */
  record Run(History history, Set<String> reached) {}

  /** Runs, and fails if a thread fails, hangs, or leaves something behind. */
  static Run run(Settings settings) {
    return new Workload(settings).run();
  }

  private Run run() {
    for (int i = 0; i < settings.workers; i++) {
      addWorker(i);
    }
    for (int i = 0; i < settings.pairs; i++) {
      addPair(settings.workers + 2 * i);
    }
    EngineProbe.install(probe);
    try {
      threads.work(probe::abandon);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nin " + settings, e);
    } finally {
      EngineProbe.remove();
    }
    return finish();
  }

  private void addWorker(int number) {
    StmRecorder recorder = recorder("W" + number);
    Worker worker = new Worker(number, recorder, refs, random.split());
    add(number, worker::transaction, settings.transactions / (settings.workers + settings.pairs));
  }

  private void addPair(int number) {
    RecordedLong ball = new RecordedLong("ball" + number, 0);
    balls.add(ball);
    addPlayer(number, true, ball);
    addPlayer(number + 1, false, ball);
  }

  /** Pairs take long, because each throw wakes a thread. */
  private void addPlayer(int number, boolean throwsFirst, RecordedLong ball) {
    StmRecorder recorder = recorder("P" + number);
    Player player = new Player(number, throwsFirst, ball, recorder, refs, random.split());
    add(number, player::transaction, settings.transactions / 50);
  }

  private StmRecorder recorder(String worker) {
    StmRecorder recorder = new StmRecorder(worker, System::nanoTime);
    recorders.add(recorder);
    return recorder;
  }

  private void add(int number, Runnable transaction, int times) {
    long seed = random.nextLong();
    threads.add(
        "worker " + number,
        () -> {
          probe.disturb(seed);
          for (int i = 0; i < times; i++) {
            transaction.run();
            threads.gotOn();
          }
        });
  }

  /** Reads every ref that was ever used, so that a lost value is noticed. */
  private Run finish() {
    StmRecorder last = recorder("last");
    last.atomic(attempt -> all().forEach(ref -> ref.read(attempt)));
    last.snapshot(attempt -> all().forEach(ref -> ref.read(attempt)));
    EngineProbe.assertIdle(all().map(RecordedRef::cell).toList());
    List<AttemptRecord> attempts = recorders.stream().flatMap(r -> r.records().stream()).toList();
    String origin = "-Disolde.history.seed=" + settings.seed + ", which stands for " + settings;
    return new Run(new History(origin, attempts), probe.reached());
  }

  private Stream<RecordedRef> all() {
    return Stream.concat(refs.all().stream(), balls.stream());
  }
}
