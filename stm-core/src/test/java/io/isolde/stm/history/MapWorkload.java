package io.isolde.stm.history;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.History;
import io.isolde.stm.collection.CollectionProbe;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TSortedMap;
import io.isolde.stm.engine.EngineProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A run of random transactions over a map on many threads, disturbed at the engine's marked points,
 * and its history.
 */
final class MapWorkload {
  /** The kind of map. */
  enum Structure {
    /** A hash map that grows from few buckets. */
    HASH(0),
    /** A sorted map with leaves of one entry. */
    SORTED(0),
    /** A sorted map with leaves of many entries, which are split and joined. */
    SORTED_LARGE(7_000);

    private final int unused;

    Structure(int unused) {
      this.unused = unused;
    }

    private Map<Integer, Long> make() {
      return this == HASH ? new TMap<>() : new TSortedMap<>();
    }
  }

  /**
   * The settings of a run.
   *
   * @param seed determines everything that is random
   * @param virtual whether the threads are virtual
   * @param transactions the number of transactions of all threads together
   * @param looksMax how many looks without progress it takes for the run to count as hung
   */
  record Settings(
      long seed,
      Structure structure,
      boolean virtual,
      int workers,
      int transactions,
      int looksMax) {}

  private final Settings settings;
  private final SplittableRandom random;
  private final MapVariables variables;
  private final YieldingProbe probe = new YieldingProbe();
  private final Workers threads;
  private final List<StmRecorder> recorders = new ArrayList<>();

  private MapWorkload(Settings settings) {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed);
    Structure structure = settings.structure;
    this.variables =
        new MapVariables(structure.make(), 3 * settings.transactions, structure.unused);
    this.threads = new Workers(settings.virtual, settings.looksMax);
  }

  /** Runs, and fails if a thread fails, hangs, or leaves something behind. */
  static History run(Settings settings) {
    return new MapWorkload(settings).run();
  }

  private History run() {
    for (int i = 0; i < settings.workers; i++) {
      addWorker(i);
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
    Supply supply = new Supply(number);
    SplittableRandom own = random.split();
    threads.add(
        "worker " + number,
        () -> {
          probe.disturb(own.nextLong());
          for (int i = 0; i < settings.transactions / settings.workers; i++) {
            transaction(recorder, supply, own);
            threads.gotOn();
          }
        });
  }

  private StmRecorder recorder(String worker) {
    StmRecorder recorder = new StmRecorder(worker, System::nanoTime);
    recorders.add(recorder);
    return recorder;
  }

  /** Every attempt of a transaction draws the same operations. */
  private void transaction(StmRecorder recorder, Supply supply, SplittableRandom own) {
    int dice = own.nextInt(200);
    long seed = own.nextLong();
    if (dice < 80) {
      recorder.atomic(attempt -> body(attempt, supply, seed).mixed());
    } else if (dice < 120) {
      recorder.atomic(attempt -> body(attempt, supply, seed).scanAndChange());
    } else if (dice < 150) {
      recorder.snapshot(attempt -> body(attempt, supply, seed).readSome());
    } else if (dice < 151) {
      recorder.snapshot(attempt -> body(attempt, supply, seed).readAll());
    } else {
      recorder.single(attempt -> body(attempt, supply, seed).single());
    }
  }

  private MapBody body(AttemptRecord attempt, Supply supply, long seed) {
    return new MapBody(attempt, variables, supply, new SplittableRandom(seed));
  }

  /** Reads everything, so that a lost value is noticed. */
  private History finish() {
    StmRecorder last = recorder("last");
    last.atomic(attempt -> body(attempt, new Supply(settings.workers), 0).readAll());
    EngineProbe.assertIdle(List.of());
    CollectionProbe.assertInvariants(variables.map());
    List<AttemptRecord> attempts = recorders.stream().flatMap(r -> r.records().stream()).toList();
    return new History("-Disolde.history.seed=" + settings.seed + ": " + settings, attempts);
  }
}
