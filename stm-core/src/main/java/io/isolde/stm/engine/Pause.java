package io.isolde.stm.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waiting for an event that takes nanoseconds, unless the thread that causes it was descheduled:
 * spin briefly, then yield, then park. Where there is one processor, nothing spins.
 *
 * <p>Spins are measured in time, not in instructions, because the pause that {@link
 * Thread#onSpinWait} makes differs between processors by a factor of ten or more. They are longer
 * than a small commit: a thread that looks again at once takes the cache line from the holder, who
 * needs it to finish, so two threads that hand a cell over get further if one of them commits a few
 * times while the other pauses.
 */
final class Pause {
  /** How many rounds spin before the next ones yield. */
  static final int SPINS = Runtime.getRuntime().availableProcessors() == 1 ? 0 : 6;

  private static final int NANOS_MIN = 800;
  private static final int DOUBLINGS_MAX = 1;

  /** Within this time, doubled with each of the first losses, a lost attempt is repeated. */
  private static final int LOSS_NANOS = 400;

  private static final int LOSS_DOUBLINGS_MAX = 6;

  private static final int YIELDS = 8;
  private static final long PARK_NANOS_MIN = 2_000;
  private static final long PARK_NANOS_MAX = 1_000_000;

  private Pause() {}

  /** Pauses once, longer in later rounds; returns the next round. */
  static int once(int round) {
    if (Points.paused()) {
      return round + 1;
    }
    if (round < SPINS) {
      spin(NANOS_MIN << Math.min(round, DOUBLINGS_MAX));
    } else {
      letOthersRun(round - SPINS);
    }
    return round + 1;
  }

  /**
   * Yields or parks. A virtual thread may lack the memory or the stack to unmount from its carrier;
   * then it spins.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  private static void letOthersRun(int round) {
    try {
      if (round < YIELDS) {
        Thread.yield();
      } else {
        int doublings = Math.min(round - YIELDS, 9);
        LockSupport.parkNanos(Math.min(PARK_NANOS_MIN << doublings, PARK_NANOS_MAX));
      }
    } catch (OutOfMemoryError | StackOverflowError e) {
      Thread.onSpinWait();
    }
  }

  /**
   * Spins for a random time within a bound that doubles with each of the first lost attempts, so
   * that two losers drift apart.
   */
  static void afterLoss(int losses, int random) {
    spin((random & 0x7fff_ffff) % (LOSS_NANOS << Math.min(losses, LOSS_DOUBLINGS_MAX)));
  }

  /**
   * Unparks {@code thread}. Throws nothing: if there is no memory to schedule a virtual thread,
   * tries again.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on the yield
  static void unpark(@Nullable Thread thread) {
    while (true) {
      try {
        LockSupport.unpark(thread);
        return;
      } catch (OutOfMemoryError e) {
        Thread.yield();
      }
    }
  }

  private static void spin(int nanos) {
    Thread.onSpinWait();
    if (SPINS != 0 && !Points.ON) {
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < nanos) {
        Thread.onSpinWait();
      }
    }
  }
}
