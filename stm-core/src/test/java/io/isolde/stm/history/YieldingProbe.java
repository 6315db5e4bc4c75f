package io.isolde.stm.history;

import io.isolde.stm.engine.EngineProbe;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets other threads run in the middle of what the engine does, at random, and makes validations
 * fail for nothing. Thread-safe.
 */
final class YieldingProbe implements EngineProbe {
  private static final int YIELD_ONE_IN = 16;
  private static final int STOP_ONE_IN = 1 << 10;
  private static final long STOP_NANOS = 20_000;
  private static final int FAIL_ONE_IN = 50;

  /**
   * How long a thread gives its processor away, all in all. Where other processes keep all of them
   * busy, each yield is worth a time slice of theirs, and a run of ten thousands would not end.
   */
  private static final long YIELD_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** Enough failures in a row to make a transaction the elder. */
  private static final int STREAK = 12;

  /** What goes on in one thread. */
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

    @SuppressWarnings("ThreadPriorityCheck") // to provoke, not to rely upon
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

  /** From now on, disturbs the calling thread. */
  void disturb(long seed) {
    MOODS.set(new Mood(seed));
  }

  /** Makes every thread fail at its next point: the run has hung. */
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
