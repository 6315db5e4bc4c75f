package io.isolde.stm.engine.schedule;

import io.isolde.stm.engine.EngineProbe;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that runs lanes one at a time on the calling thread. At every marked point, a
 * strategy decides which lane continues, so a schedule depends on nothing but the strategy.
 *
 * <p>A lane that the engine parks is not ready until another lane unparks it. If no lane is ready
 * and some have not ended, they wait for each other, or for a wake-up that was lost. A lane that
 * waits in a loop reaches a point in each round, and lets another lane continue first.
 */
final class Stepper implements EngineProbe {
  private static final int STEPS_MAX = 5_000;
  private static final int ABANDONED_STEPS_MAX = 1_000;
  private static final int NOBODY = -1;

  /** Unwinds a lane of a schedule that has failed. */
  private static final class Abandoned extends Error {
    Abandoned() {
      super("abandoned", null, false, false);
    }
  }

  private final List<Lane> lanes;
  private final Strategy strategy;

  /** The lane and the point of every step. */
  private final List<String> trace = new ArrayList<>(64);

  /** The lane that runs now. */
  private int running = NOBODY;

  /** The lane that runs next, as decided by the lane before it. */
  private int chosen = NOBODY;

  /** The lanes that are to become the elder; each runs undisturbed until it asks for the token. */
  private int elders;

  private @Nullable String failure;

  Stepper(List<Lane> lanes, Strategy strategy) {
    this.lanes = lanes;
    this.strategy = strategy;
  }

  /** Makes the first transaction of {@code lane} the elder. */
  void makeElder(int lane) {
    elders |= 1 << lane;
  }

  private boolean isToBeElder(int lane) {
    return (elders & 1 << lane) != 0;
  }

  /** Runs all lanes to their end; throws if one of them throws, or if they do not end. */
  void run() {
    lanes.forEach(Lane::start);
    EngineProbe.install(this);
    try {
      for (int next = next(); next != NOBODY; next = next()) {
        step(next);
      }
      if (failure == null && !lanes.stream().allMatch(Lane::hasEnded)) {
        failure = "nobody can go on";
      }
      throwFailure();
    } finally {
      abandon();
      EngineProbe.remove();
    }
  }

  private int next() {
    int next = chosen;
    chosen = NOBODY;
    if (failure != null || next != NOBODY) {
      return failure == null ? next : NOBODY;
    }
    int enabled = enabled();
    return enabled == 0 ? NOBODY : strategy.choose(enabled, NOBODY);
  }

  private void step(int lane) {
    running = lane;
    lanes.get(lane).step();
    running = NOBODY;
  }

  /** The lanes that can continue. */
  private int enabled() {
    int enabled = 0;
    for (int i = 0; i < lanes.size(); i++) {
      if (i == running || lanes.get(i).isReady()) {
        enabled |= 1 << i;
      }
    }
    return enabled;
  }

  private void throwFailure() {
    if (failure != null) {
      String where =
          lanes.stream().map(Lane::describe).collect(Collectors.joining("\n  ", "\n  ", ""));
      throw new AssertionError(failure + where);
    }
    for (Lane lane : lanes) {
      Throwable thrown = lane.failure();
      if (thrown != null) {
        throw new AssertionError(lane.name + " failed: " + thrown, thrown);
      }
    }
  }

  /** Makes the lanes that have not ended fail, so that they leave nothing behind. */
  private void abandon() {
    if (lanes.stream().allMatch(Lane::hasEnded)) {
      return;
    }
    failure = "abandoned";
    lanes.forEach(Lane::interrupt);
    for (int left = ABANDONED_STEPS_MAX; left > 0 && enabled() != 0; left--) {
      step(Integer.numberOfTrailingZeros(enabled()));
    }
  }

  // ---- on the lane that runs ----

  @Override
  public void reached(String point) {
    if (isRunning()) {
      note(point);
      if (point.equals("ELDER_PROMOTED")) {
        elders &= ~(1 << running);
      }
      if (!isToBeElder(running)) {
        decide(enabled());
      }
    }
  }

  /** Lets another lane continue, if one can. */
  @Override
  public boolean paused() {
    if (!isRunning()) {
      return false;
    }
    note("PAUSED");
    strategy.paused(running);
    int others = enabled() & ~(1 << running);
    decide(others == 0 ? enabled() : others);
    return true;
  }

  /** True half of the time, depending on the number of steps so far. */
  @Override
  public boolean extendsAtOnce() {
    return isRunning() && trace.size() % 4 == 0;
  }

  /** The same, in another rhythm. */
  @Override
  public boolean skipsBriefMode() {
    return isRunning() && trace.size() % 8 < 4;
  }

  /** The same, in a third one. */
  @Override
  public boolean lends() {
    return isRunning() && trace.size() % 16 < 8;
  }

  @Override
  public boolean failsValidation() {
    return isRunning() && isToBeElder(running);
  }

  /** Whether the calling thread is the lane that runs. Throws if the schedule has failed. */
  private boolean isRunning() {
    if (running == NOBODY || !lanes.get(running).isCurrentThread()) {
      return false;
    }
    if (failure != null && lanes.get(running).abandon()) {
      throw new Abandoned();
    }
    return failure == null;
  }

  private void note(String point) {
    trace.add(lanes.get(running).name);
    trace.add(point);
    if (trace.size() > 2 * STEPS_MAX) {
      failure = "no end after " + STEPS_MAX + " steps";
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is this class
  private void decide(int candidates) {
    int lane = running;
    chosen = strategy.choose(candidates, lane);
    if (chosen == lane && failure == null) {
      chosen = NOBODY;
      return;
    }
    Thread.yield();
    if (chosen != NOBODY) {
      throw new AssertionError(lanes.get(lane).name + " cannot yield here");
    }
  }

  /** What happened, lane by lane. */
  String trace() {
    StringBuilder text = new StringBuilder();
    String before = "";
    for (int i = 0; i < trace.size(); i += 2) {
      String lane = trace.get(i);
      text.append(lane.equals(before) ? " " : "\n  " + lane + ": ").append(trace.get(i + 1));
      before = lane;
    }
    return text.toString();
  }
}
