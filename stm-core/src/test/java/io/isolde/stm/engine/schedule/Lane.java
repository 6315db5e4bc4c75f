package io.isolde.stm.engine.schedule;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread that runs only when told to, on the thread that tells it, until it next yields,
 * parks or ends.
 *
 * <p>The JDK lets its own tests give a virtual thread a scheduler of their own, through a
 * constructor that is reached by reflection. This class uses the same constructor, and needs {@code
 * --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class Lane {
  private static final Constructor<?> BUILDER;

  static {
    try {
      BUILDER =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      BUILDER.setAccessible(true);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final String name;
  private final Thread thread;

  /** Continues the thread; null while the thread is parked, and when it has ended. */
  private volatile @Nullable Runnable ready;

  private @Nullable Throwable failure;

  private boolean abandoned;

  Lane(String name, Runnable task) {
    this.name = name;
    this.thread = builder(runnable -> ready = runnable).name(name).unstarted(() -> run(task));
  }

  private static Thread.Builder.OfVirtual builder(Executor scheduler) {
    try {
      return (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable t) {
      failure = t;
    }
  }

  void start() {
    thread.start();
  }

  boolean isReady() {
    return ready != null;
  }

  boolean hasEnded() {
    return thread.getState() == Thread.State.TERMINATED;
  }

  boolean isCurrentThread() {
    return Thread.currentThread().equals(thread);
  }

  /** Continues the thread until it next yields, parks or ends. */
  void step() {
    Runnable next = ready;
    if (next == null) {
      throw new IllegalStateException(name + " is not ready");
    }
    ready = null;
    next.run();
  }

  /** Whether this is the first call, so that the thread fails only once. */
  boolean abandon() {
    boolean first = !abandoned;
    abandoned = true;
    return first;
  }

  void interrupt() {
    thread.interrupt();
  }

  /** What the thread threw, or null. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** Where the thread is, for a message. */
  String describe() {
    StringBuilder text = new StringBuilder(name).append(' ').append(thread.getState());
    for (StackTraceElement frame : thread.getStackTrace()) {
      if (frame.getClassName().startsWith("io.isolde")) {
        text.append("\n    ").append(frame);
      }
    }
    return text.toString();
  }
}
