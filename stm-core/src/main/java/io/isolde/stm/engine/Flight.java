package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/** The way to {@link FlightEvents} that also works where there is no flight recorder. */
final class Flight {
  private static final boolean RECORDER = hasRecorder();

  private Flight() {}

  /**
   * Initialises the events too: later, memory or stack might be short, and then they never were.
   */
  private static boolean hasRecorder() {
    boolean present = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
    if (present) {
      FlightEvents.initialize();
    }
    return present;
  }

  /** Has done it by being called. */
  static void initialize() {}

  static void conflict(String transaction, @Nullable Cell over, int losses) {
    if (RECORDER) {
      FlightEvents.Conflict event = new FlightEvents.Conflict(transaction, losses);
      if (event.shouldCommit()) {
        event.ref = over == null ? "(unknown)" : over.label();
        event.commit();
      }
    }
  }

  /** Starts a wait; end it with {@link #ended}. */
  static @Nullable Object waiting(String transaction, int refs) {
    if (!RECORDER) {
      return null;
    }
    FlightEvents.Wait event = new FlightEvents.Wait(transaction, refs);
    event.begin();
    return event;
  }

  /** Starts a wait for the elder's token; end it with {@link #ended}. */
  static @Nullable Object waitingToGoFirst(String transaction, int losses) {
    if (!RECORDER) {
      return null;
    }
    FlightEvents.HandOver event = new FlightEvents.HandOver(transaction, losses);
    event.begin();
    return event;
  }

  static void ended(@Nullable Object wait) {
    if (RECORDER && wait != null) {
      ((jdk.jfr.Event) wait).commit();
    }
  }
}
