package io.isolde.store.postgres;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events that a {@code postgres:} store reports to the JDK's flight recorder. */
final class FlightEvents {
  private FlightEvents() {}

  /** An attempt was lost to another transaction, of this process or another. */
  @Name("io.isolde.store.postgres.Conflict")
  @Label("Store Transaction Conflict")
  @Description("The database rolled an attempt back, because another transaction was in its way")
  @Category({"Isolde", "PostgreSQL"})
  static final class Conflict extends Event {
    @Label("Transaction")
    String transaction = "";

    @Label("Losses So Far")
    int losses;
  }

  /** A transaction waited until another one gave its connection back. */
  @Name("io.isolde.store.postgres.PoolWait")
  @Label("Pool Wait")
  @Description("A transaction waited until another one of this process gave its connection back")
  @Category({"Isolde", "PostgreSQL"})
  static final class PoolWait extends Event {
    @Label("Transaction")
    String transaction = "";
  }

  /** It was found out what became of a commit whose connection broke. */
  @Name("io.isolde.store.postgres.Outcome")
  @Label("Outcome Resolved")
  @Description("It was found out whether a transaction committed whose connection broke at COMMIT")
  @Category({"Isolde", "PostgreSQL"})
  static final class Outcome extends Event {
    @Label("Commit")
    String id = "";

    @Label("Committed")
    boolean committed;
  }

  /** Commits wait to be published until an older transaction of the server has ended. */
  @Name("io.isolde.store.postgres.FeedLag")
  @Label("Feed Lag")
  @Description(
      "Commits cannot be published before an older transaction of the same server has ended, even"
          + " one of another database")
  @Category({"Isolde", "PostgreSQL"})
  @StackTrace(false)
  static final class FeedLag extends Event {
    @Label("Lag")
    @Timespan(Timespan.NANOSECONDS)
    long lag;

    @Label("Commits Held Back")
    int commits;
  }
}
