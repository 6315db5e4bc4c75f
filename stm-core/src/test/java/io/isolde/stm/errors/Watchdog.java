package io.isolde.stm.errors;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends the process when its work fails, or hangs. */
final class Watchdog {
  private static final long NANOS_MAX = 40_000_000_000L;
  private static final long PAUSE_NANOS = 100_000_000;
  private static final Duration PAUSE = Duration.ofNanos(PAUSE_NANOS);
  private static final AtomicLong STEPS = new AtomicLong();
  private static volatile String doing = "start";
  private static volatile @Nullable Throwable failure;

  private Watchdog() {}

  /** Starts a thread. */
  interface Starter {
    Thread start(Runnable task);
  }

  static void progress(String what) {
    doing = what;
    STEPS.lazySet(STEPS.getPlain() + 1);
  }

  /**
   * Runs {@code work} on a thread of {@code starter}, and exits with 0 if it ends well. If it
   * hangs, {@code relief} releases the memory that is needed to report it.
   */
  static void run(Runnable work, Starter starter, Runnable relief) {
    try {
      Thread thread = starter.start(() -> noteFailure(work));
      long steps = -1;
      while (!hasEnded(thread)) {
        if (steps == STEPS.get()) {
          relief.run();
          tellWhereItHangs(thread);
          Runtime.getRuntime().halt(3);
        }
        steps = STEPS.get();
      }
      end(failure);
    } catch (Throwable t) {
      relief.run();
      end(t);
    }
  }

  /** Waits for some time. All threads share one heap, so this thread may have no memory either. */
  private static boolean hasEnded(Thread thread) throws InterruptedException {
    for (long end = System.nanoTime() + NANOS_MAX; System.nanoTime() - end < 0; ) {
      try {
        if (thread.join(PAUSE)) {
          return true;
        }
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return false;
  }

  private static void end(@Nullable Throwable thrown) {
    if (thrown != null) {
      System.out.println("failed in: " + doing);
      thrown.printStackTrace(System.out);
    }
    Runtime.getRuntime().halt(thrown == null ? 0 : 1);
  }

  private static void tellWhereItHangs(Thread thread) {
    System.out.println("no progress in: " + doing);
    Thread.getAllStackTraces().forEach(Watchdog::print);
    print(thread, thread.getStackTrace());
  }

  @SuppressWarnings("StaticAssignmentOfThrowable") // reported by another thread
  private static void noteFailure(Runnable work) {
    try {
      work.run();
    } catch (Throwable t) {
      failure = t;
    }
  }

  private static void print(Thread thread, StackTraceElement[] trace) {
    System.out.println(thread);
    int frames = 0;
    for (StackTraceElement frame : trace) {
      if (frames++ < 40) {
        System.out.println("    " + frame);
      }
    }
  }
}
