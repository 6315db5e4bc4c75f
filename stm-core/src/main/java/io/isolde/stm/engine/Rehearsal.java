package io.isolde.stm.engine;

import io.isolde.stm.Deadline;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Transaction;
import io.isolde.stm.TransactionOptions;

/**
 * Runs every operation once that must not fail later for lack of memory (Execution.E3). The JVM
 * needs memory to initialise a class, and to link a call of a {@link java.lang.invoke.VarHandle} or
 * a lambda when it executes it for the first time.
 */
final class Rehearsal {
  private static final Object OTHERWISE = new Object();

  /** Thrown by a body. */
  private static final class Failure extends RuntimeException {
    Failure() {
      super("rehearsed", null, false, false);
    }
  }

  private Rehearsal() {}

  static void run() {
    LongRef ref = LongRef.of(0);
    commitBriefly(ref); // the first transaction of a thread is not brief
    commitBriefly(ref);
    compareBriefly(ref);
    failBriefly(ref);
    commit(ref);
    commitBesideSnapshot(ref);
    fail(ref);
    Ref<Object> object = Ref.of(ref);
    setEveryWay(object);
    wait(ref);
    wait(object);
    becomeElder(ref);
    lock(ref);
    lookAtAnswers();
    Stripes.rehearse(ref);
    Pause.unpark(null);
  }

  /** Sets an object in brief mode, as an attempt, and outside transactions. */
  private static void setEveryWay(Ref<Object> ref) {
    Execution.run(TransactionOptions.DEFAULT, false, () -> ref.set(ref));
    Execution.run(
        TransactionOptions.DEFAULT,
        false,
        () -> {
          Transaction.current().afterCommit(() -> {});
          ref.set(OTHERWISE);
        });
    ref.set(ref);
  }

  private static void lock(Cell cell) {
    if (LockOrder.awaitUnlocked(cell) && !LockOrder.isInOrder(cell, cell)) {
      cell.wordRelease(LockOrder.lock(cell));
    }
  }

  private static void lookAtAnswers() {
    if (new Comparisons().haveFlipped()) {
      throw Signal.INSTANCE;
    }
  }

  private static void commitBriefly(LongRef ref) {
    Execution.run(
        TransactionOptions.DEFAULT,
        false,
        () -> {
          ref.set(ref.get() + 1);
          ref.add(1);
        });
  }

  private static void compareBriefly(LongRef ref) {
    Execution.run(TransactionOptions.DEFAULT, false, () -> ref.add(ref.isAtLeast(0) ? 1 : 0));
  }

  private static void failBriefly(LongRef ref) {
    try {
      Execution.run(
          TransactionOptions.DEFAULT,
          false,
          () -> {
            ref.add(1);
            throw new Failure();
          });
    } catch (Failure e) {
      return; // as rehearsed
    }
  }

  private static void commit(LongRef ref) {
    Execution.run(
        TransactionOptions.DEFAULT,
        false,
        () -> {
          ref.set(ref.get() + 1);
          Transaction.current().afterCommit(() -> {});
          Transaction.current().enlist(() -> {});
        });
  }

  private static void commitBesideSnapshot(LongRef ref) {
    long pin = Snapshots.pin();
    try {
      Execution.run(TransactionOptions.DEFAULT, false, () -> ref.set(0));
    } finally {
      Snapshots.unpin(pin);
    }
  }

  private static void fail(LongRef ref) {
    try {
      Execution.run(
          TransactionOptions.DEFAULT,
          false,
          () -> {
            ref.set(1);
            Transaction.current().afterRollback(() -> {});
            throw new Failure();
          });
    } catch (Failure e) {
      return; // as rehearsed
    }
  }

  private static void wait(Cell cell) {
    Waiter waiter = new Waiter();
    Waiters.countIn();
    waiter.enter(cell, OTHERWISE);
    Waiters.choose(cell);
    waiter.passOn(1);
    waiter.leave();
    Waiters.countOut();
  }

  private static void becomeElder(Cell cell) {
    try {
      if (Elder.acquire(Deadline.after(null), 0)) {
        ReadSet reads = new ReadSet();
        reads.add(cell, Word.freed(cell.wordVolatile()));
        Elder.own(cell);
        Elder.disown(reads);
        Elder.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the present elder has run this code before
    }
  }
}
