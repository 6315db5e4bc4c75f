package io.isolde.stm.engine.schedule;

import io.isolde.checks.history.AttemptRecord;
import io.isolde.checks.history.History;
import io.isolde.checks.history.HistoryChecker;
import io.isolde.stm.engine.EngineProbe;
import io.isolde.stm.history.RecordedLong;
import io.isolde.stm.history.RecordedObject;
import io.isolde.stm.history.RecordedRef;
import io.isolde.stm.history.RecordedSum;
import io.isolde.stm.history.StmRecorder;
import io.isolde.stm.history.Supply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A few threads with a few refs, created anew for every schedule. Whatever the schedule, the
 * history of the attempts must be right, and nothing may be left behind.
 */
final class Scenario {
  private final List<Lane> lanes = new ArrayList<>();
  private final List<StmRecorder> recorders = new ArrayList<>();
  private final List<RecordedRef> refs = new ArrayList<>();
  private final List<Integer> elders = new ArrayList<>();
  private final List<Runnable> checks = new ArrayList<>();
  private Duration elderPatience = Duration.ofHours(1); // the clock must not decide
  private long time;

  /** One thread of a scenario. */
  static final class Actor {
    private final StmRecorder recorder;
    private final Supply supply;

    private Actor(StmRecorder recorder, Supply supply) {
      this.recorder = recorder;
      this.supply = supply;
    }

    /** What an attempt does with refs. */
    @FunctionalInterface
    interface Body {
      void run(AttemptRecord attempt, Supply supply);
    }

    void atomic(Body body) {
      supply.startTransaction();
      recorder.atomic(attempt -> body.run(attempt, supply));
    }

    void snapshot(Consumer<AttemptRecord> body) {
      recorder.snapshot(body::accept);
    }

    void single(Body operation) {
      supply.startTransaction();
      recorder.single(attempt -> operation.run(attempt, supply));
    }
  }

  RecordedLong chain(String name) {
    return add(new RecordedLong(name, Integer.MAX_VALUE));
  }

  RecordedObject objectChain(String name) {
    return add(new RecordedObject(name, Integer.MAX_VALUE));
  }

  RecordedSum sum(String name) {
    return add(RecordedSum.ofLong(name, Integer.MAX_VALUE));
  }

  private <R extends RecordedRef> R add(R ref) {
    refs.add(ref);
    return ref;
  }

  /** Adds a thread. */
  void thread(String name, Consumer<Actor> script) {
    StmRecorder recorder = new StmRecorder(name, this::tick);
    Actor actor = new Actor(recorder, new Supply(lanes.size()));
    recorders.add(recorder);
    lanes.add(new Lane(name, () -> script.accept(actor)));
  }

  /** Adds a thread whose first transaction is the elder; it must read and write. */
  void elder(String name, Consumer<Actor> script) {
    elders.add(lanes.size());
    thread(name, script);
  }

  /** Lets others depose the elder whenever they meet it. */
  void deposesElders() {
    elderPatience = Duration.ZERO;
  }

  /** Adds an assertion that must hold at the end. */
  void check(Runnable assertion) {
    checks.add(assertion);
  }

  /** Interrupts the thread that was added as number {@code lane}, from 0. */
  void interrupt(int lane) {
    lanes.get(lane).interrupt();
  }

  /** Reads the clock; each reading is later than the one before. */
  private long tick() {
    return ++time;
  }

  /** Runs the schedule that {@code seed} determines; returns what happened, step by step. */
  String run(long seed) {
    Stepper stepper = new Stepper(lanes, Strategy.of(seed, lanes.size()));
    elders.forEach(stepper::makeElder);
    EngineProbe.setElderPatience(elderPatience);
    EngineProbe.forgetHabits();
    try {
      stepper.run();
      check();
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nThe schedule:" + stepper.trace(), e);
    } finally {
      EngineProbe.resetElderPatience();
    }
    return stepper.trace();
  }

  private void check() {
    StmRecorder last = new StmRecorder("last", this::tick);
    recorders.add(last);
    last.atomic(attempt -> refs.forEach(ref -> ref.read(attempt)));
    List<AttemptRecord> attempts = recorders.stream().flatMap(r -> r.records().stream()).toList();
    HistoryChecker.requireRight(new History("the seed below", attempts));
    checks.forEach(Runnable::run);
    EngineProbe.assertIdle(refs.stream().map(RecordedRef::cell).toList());
  }
}
