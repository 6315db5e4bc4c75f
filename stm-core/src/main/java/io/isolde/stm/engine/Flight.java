package io.isolde.stm.engine;

import org.jspecify.annotations.Nullable;

/**
 * Access to {@link FlightEvents} that also works in a JDK without a flight recorder.
 *
 * <p>The JDK takes a fifth of a second to initialise the first event class of a process, mostly to
 * rewrite its code. So a separate thread initialises the event classes once, and until then there
 * are no events. If the recorder is at work already, the caller initialises them itself, so that
 * the recording misses nothing.
 */
final class Flight {
  /**
   * Whether all event classes are initialised. That is done in advance, because memory or stack
   * might be too short later.
   */
  private static volatile boolean ready;

  private Flight() {}

  /**
   * Called once, when the engine is initialised. If there is no memory for it, there are no events.
   */
  static void initialize() {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return;
    }
    try {
      if (FlightEvents.isRecorderAtWork()) {
        initializeEvents();
      } else {
        start(Flight::initializeEvents);
      }
    } catch (OutOfMemoryError e) {
      // no events
    }
  }

  private static void start(Runnable initialization) {
    Thread.ofPlatform()
        .daemon()
        .inheritInheritableThreadLocals(false)
        .name("isolde flight events")
        .start(initialization);
  }

  private static void initializeEvents() {
    try {
      FlightEvents.initialize();
      ready = true;
    } catch (OutOfMemoryError e) {
      // no events
    }
  }

  static void conflict(String transaction, @Nullable Cell over, int losses) {
    if (ready) {
      FlightEvents.Conflict event = new FlightEvents.Conflict(transaction, losses);
      if (event.shouldCommit()) {
        event.ref = over == null ? "(unknown)" : over.label();
        event.commit();
      }
    }
  }

  /** Starts a wait; end it with {@link #ended}. */
  static @Nullable Object waiting(String transaction, int refs) {
    if (!ready) {
      return null;
    }
    FlightEvents.Wait event = new FlightEvents.Wait(transaction, refs);
    event.begin();
    return event;
  }

  /** Starts a wait for the elder's token; end it with {@link #ended}. */
  static @Nullable Object waitingForPriority(String transaction, int losses) {
    if (!ready) {
      return null;
    }
    FlightEvents.HandOver event = new FlightEvents.HandOver(transaction, losses);
    event.begin();
    return event;
  }

  static void ended(@Nullable Object wait) {
    if (wait != null) {
      ((jdk.jfr.Event) wait).commit();
    }
  }
}
