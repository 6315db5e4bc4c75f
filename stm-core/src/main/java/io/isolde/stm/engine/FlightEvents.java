package io.isolde.stm.engine;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;

/**
 * The events that Isolde reports to the JDK's flight recorder. They are only the uncommon ones, so
 * recording costs nothing to transactions that meet none of them. Loaded only if the JDK has a
 * flight recorder.
 */
final class FlightEvents {
  private FlightEvents() {}

  /** Whether there is, or was, a recording in this process. */
  static boolean isRecorderAtWork() {
    return FlightRecorder.isInitialized();
  }

  /** Creates an event of every kind, which initialises the event classes. */
  @SuppressWarnings("UnusedVariable")
  static void initialize() {
    Event conflict = new Conflict("", 0);
    Event wait = new Wait("", 0);
    Event handOver = new HandOver("", 0);
  }

  /** An attempt was lost to another transaction. */
  @Name("io.isolde.stm.Conflict")
  @Label("Transaction Conflict")
  @Description("An attempt of a transaction was lost to another transaction")
  @Category("Isolde")
  static final class Conflict extends Event {
    @Label("Transaction")
    String transaction;

    @Label("Ref")
    String ref = "";

    @Label("Losses So Far")
    int losses;

    Conflict(String transaction, int losses) {
      this.transaction = transaction;
      this.losses = losses;
    }
  }

  /** A transaction waited in retry until something that it had read changed. */
  @Name("io.isolde.stm.Wait")
  @Label("Transaction Wait")
  @Description("A transaction waited in retry until something that it had read changed")
  @Category("Isolde")
  static final class Wait extends Event {
    @Label("Transaction")
    String transaction;

    @Label("Refs Read")
    int refs;

    Wait(String transaction, int refs) {
      this.transaction = transaction;
      this.refs = refs;
    }
  }

  /** A transaction that kept losing waited for the elder's token. */
  @Name("io.isolde.stm.HandOver")
  @Label("Starvation Hand-over")
  @Description("A transaction that kept losing waited for priority")
  @Category("Isolde")
  static final class HandOver extends Event {
    @Label("Transaction")
    String transaction;

    @Label("Losses")
    int losses;

    HandOver(String transaction, int losses) {
      this.transaction = transaction;
      this.losses = losses;
    }
  }
}
