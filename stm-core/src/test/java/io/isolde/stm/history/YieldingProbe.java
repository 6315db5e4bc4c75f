package io.isolde.stm.history;

import io.isolde.stm.engine.EngineProbe;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other threads run at random in the middle of what the engine does, and makes validations
 * fail for no reason. Thread-safe.
 */
final class YieldingProbe implements EngineProbe {
  private static final int YIELD_ONE_IN = 16;
  private static final int STOP_ONE_IN = 1 << 10;
  private static final long STOP_NANOS = 20_000;
  private static final int FAIL_ONE_IN = 50;

  /**
   * The longest time for which a thread gives its processor away by yielding, in total. If other
   * processes keep all processors busy, each yield costs one of their time slices, and a run with
   * tens of thousands of yields would not end.
   */
  private static final long YIELD_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** Enough failures in a row to make a transaction the elder. */
  private static final int STREAK = 12;

  /** The state of the disturbances in one thread. */
  private static final class Mood {
    final SplittableRandom random;
    int failuresLeft;
    private long yieldNanos;

    Mood(long seed) {
      random = new SplittableRandom(seed);
    }

    boolean oneIn(int n) {
      return random.nextInt(n) == 0;
    }

    @SuppressWarnings("ThreadPriorityCheck") // to provoke interleavings, not to rely on them
    void letOthersRun() {
      if (yieldNanos < YIELD_NANOS_MAX) {
        long before = System.nanoTime();
        Thread.yield();
        yieldNanos += System.nanoTime() - before;
      }
    }
  }

  private static final ThreadLocal<Mood> MOODS = new ThreadLocal<>();

  private final Set<String> reached = ConcurrentHashMap.newKeySet();
  private volatile boolean abandoned;

  /** Disturbs the calling thread from now on. */
  void disturb(long seed) {
    MOODS.set(new Mood(seed));
  }

  /** Makes every thread fail at its next point, because the run has hung. */
  void abandon() {
    abandoned = true;
  }

  /** The points that were reached so far. */
  Set<String> reached() {
    return reached;
  }

  @Override
  public void reached(String point) {
    if (abandoned) {
      throw new AssertionError("the run was abandoned");
    }
    reached.add(point);
    Mood mood = MOODS.get();
    if (mood == null) {
      return;
    }
    if (mood.oneIn(YIELD_ONE_IN)) {
      mood.letOthersRun();
    } else if (mood.oneIn(STOP_ONE_IN)) {
      LockSupport.parkNanos(STOP_NANOS);
    }
  }

  @Override
  public boolean paused() {
    reached("PAUSED");
    return false;
  }

  @Override
  public boolean extendsAtOnce() {
    Mood mood = MOODS.get();
    return mood != null && mood.oneIn(2);
  }

  @Override
  public boolean skipsBriefMode() {
    return extendsAtOnce();
  }

  @Override
  public boolean lends() {
    return extendsAtOnce();
  }

  @Override
  public boolean failsValidation() {
    Mood mood = MOODS.get();
    if (mood == null) {
      return false;
    } else if (mood.failuresLeft > 0) {
      mood.failuresLeft--;
      return true;
    } else if (mood.oneIn(FAIL_ONE_IN * STREAK)) {
      mood.failuresLeft = STREAK;
    }
    return mood.oneIn(FAIL_ONE_IN);
  }
}
