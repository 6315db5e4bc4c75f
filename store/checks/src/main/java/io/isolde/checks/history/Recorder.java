package io.isolde.checks.history;

import io.isolde.checks.history.AttemptRecord.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Runs the transactions of one thread and records every attempt. Thread-confined. */
public class Recorder {
  /** Thrown by a body to give its transaction up. */
  public static final class GivenUp extends RuntimeException {
    /** Makes one without a stack trace. */
    public GivenUp() {
      super("given up on purpose", null, false, false);
    }
  }

  /** What an attempt does. */
  @FunctionalInterface
  public interface Body {
    void run(AttemptRecord attempt);
  }

  private final String worker;
  private final LongSupplier clock;
  private final List<AttemptRecord> records = new ArrayList<>();
  private int transactions;

  /**
   * Makes a recorder.
   *
   * @param clock the time, shared by all threads
   */
  public Recorder(String worker, LongSupplier clock) {
    this.worker = worker;
    this.clock = clock;
  }

  public final List<AttemptRecord> records() {
    return records;
  }

  /** Runs {@code body} in a transaction of {@code engine}. */
  public final void transaction(Consumer<Runnable> engine, Body body) {
    Transaction transaction = start();
    transaction.end(() -> engine.accept(() -> transaction.attempt(body)));
  }

  /** Runs {@code operation}, which is a transaction by itself. */
  public final void single(Body operation) {
    Transaction transaction = start();
    transaction.end(() -> transaction.attempt(operation));
  }

  private Transaction start() {
    return new Transaction(worker + "." + ++transactions);
  }

  /** The attempts of one transaction. */
  private final class Transaction {
    private final String name;
    private int attempts;

    /** A time before the next attempt begins. */
    private long notBegun = clock.getAsLong();

    private AttemptRecord last;

    Transaction(String name) {
      this.name = name;
    }

    void attempt(Body body) {
      attempts++;
      last = new AttemptRecord(attempts == 1 ? name : name + "#" + attempts, notBegun);
      records.add(last);
      try {
        body.run(last);
      } finally {
        notBegun = clock.getAsLong();
        last.end(Outcome.LOST, notBegun);
      }
    }

    void end(Runnable transaction) {
      try {
        transaction.run();
        last.end(Outcome.COMMITTED, clock.getAsLong());
      } catch (GivenUp e) {
        last.end(Outcome.GIVEN_UP, clock.getAsLong());
      }
    }
  }
}
