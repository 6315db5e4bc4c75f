package io.isolde.stm.errors;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Ends the process when its work fails, or hangs. */
final class Watchdog {
  private static final int SECONDS_MAX = 20;
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

  /** Runs {@code work} on a thread of {@code starter}, and exits with 0 if it ends well. */
  static void run(Runnable work, Starter starter) throws InterruptedException {
    Thread thread = starter.start(() -> noteFailure(work));
    long steps = -1;
    while (!thread.join(java.time.Duration.ofSeconds(SECONDS_MAX))) {
      if (steps == STEPS.get()) {
        System.out.println("no progress in: " + doing);
        Thread.getAllStackTraces().forEach(Watchdog::print);
        print(thread, thread.getStackTrace());
        Runtime.getRuntime().halt(3);
      }
      steps = STEPS.get();
    }
    Throwable thrown = failure;
    if (thrown != null) {
      System.out.println("failed in: " + doing);
      thrown.printStackTrace(System.out);
      System.out.flush();
    }
    Runtime.getRuntime().halt(thrown == null ? 0 : 1);
  }

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
