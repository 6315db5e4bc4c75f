package io.isolde.stm.engine;

import io.isolde.checks.Threads;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.Points.Probe;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stops threads at marked points of the engine, so that a test can choose the interleaving of
 * several threads.
 */
final class Schedule implements Probe, AutoCloseable {
  private final Map<Thread, Stop> stopOfThread = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private Schedule() {}

  static Schedule open() {
    Schedule schedule = new Schedule();
    Points.install(schedule);
    return schedule;
  }

  /** A place where the thread that {@linkplain #in runs in it} halts, once. */
  final class Stop {
    private final Point point;
    private volatile boolean reached;
    private volatile boolean released;

    private Stop(Point point) {
      this.point = point;
    }

    void in(Threads.Task task) throws Throwable {
      stopOfThread.put(Thread.currentThread(), this);
      try {
        task.run();
      } finally {
        stopOfThread.remove(Thread.currentThread());
      }
    }

    void awaitReached() {
      Threads.until(() -> reached);
    }

    void release() {
      released = true;
    }
  }

  Stop stopAt(Point point) {
    return new Stop(point);
  }

  @Override
  public void reached(Point point) {
    Stop stop = stopOfThread.get(Thread.currentThread());
    if (stop != null && stop.point == point && !stop.reached) {
      stop.reached = true;
      Threads.until(() -> stop.released || closed);
    }
  }

  @Override
  public void close() {
    closed = true;
    Points.install(null);
  }
}
