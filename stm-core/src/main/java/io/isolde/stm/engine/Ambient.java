package io.isolde.stm.engine;

import io.isolde.stm.Participant;
import io.isolde.stm.TransactionOptions;
import io.isolde.stm.engine.Hooks.When;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of the attempt that a thread is inside of. It refuses to be used after the attempt, or on
 * another thread.
 */
public final class Ambient {
  private final Attempt attempt;
  private final long serial;
  private final Thread thread = Thread.currentThread();
  private final TransactionOptions options;
  private final int number;

  private Ambient(Attempt attempt) {
    this.attempt = attempt;
    this.serial = attempt.serial();
    this.options = attempt.options();
    this.number = attempt.number();
  }

  /** Whether the calling thread is inside a transaction. */
  public static boolean isPresent() {
    return Context.isInside();
  }

  /**
   * A view of the calling thread's attempt; {@code asked} names the operation in the message if
   * there is none.
   */
  public static Ambient of(String asked) {
    return new Ambient(require(asked));
  }

  private static Attempt require(String asked) {
    Attempt attempt = Context.current();
    if (attempt == null) {
      throw new IllegalStateException(
          asked + " needs a transaction; call it inside the body of Stm.atomic or Stm.snapshot");
    }
    return attempt;
  }

  /** Asks to wait until a value that was read changes. Never returns. */
  public static Error retry() {
    throw require("retry").retry();
  }

  /** The transaction-local value under {@code key}. */
  public static @Nullable Object local(Object key, Supplier<? extends @Nullable Object> initial) {
    return require("a transaction-local value").local(key, initial);
  }

  /** Sets the transaction-local value under {@code key}. */
  public static void setLocal(Object key, @Nullable Object value) {
    require("a transaction-local value").setLocal(key, value);
  }

  /** The options of the outermost block. */
  public TransactionOptions options() {
    return valid("name").options();
  }

  /** The number of this attempt, from 1. */
  public int number() {
    return valid("attempt").number();
  }

  /** Whether writes are refused. */
  public boolean isReadOnly() {
    return valid("isReadOnly").isReadOnly();
  }

  /** Adds a hook. */
  public void beforeCommit(Runnable hook) {
    valid("beforeCommit").addHook(When.BEFORE_COMMIT, hook);
  }

  /** Adds a hook. */
  public void afterCommit(Runnable hook) {
    valid("afterCommit").addHook(When.AFTER_COMMIT, hook);
  }

  /** Adds a hook. */
  public void afterRollback(Runnable hook) {
    valid("afterRollback").addHook(When.AFTER_ROLLBACK, hook);
  }

  /** Adds a participant. */
  public void enlist(Participant participant) {
    valid("enlist").addParticipant(participant);
  }

  private Attempt valid(String asked) {
    if (Thread.currentThread() != thread) {
      throw new IllegalStateException(
          asked
              + ": "
              + options.describe()
              + " belongs to "
              + thread
              + " but is used from "
              + Thread.currentThread()
              + "; a transaction cannot be shared between threads");
    }
    if (Context.current() != attempt || attempt.serial() != serial) {
      throw new IllegalStateException(
          asked
              + ": attempt "
              + number
              + " of "
              + options.describe()
              + " is over; a Transaction must not leave the body that it was obtained in");
    }
    return attempt;
  }
}
