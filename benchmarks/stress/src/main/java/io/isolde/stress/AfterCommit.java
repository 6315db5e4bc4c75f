package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * After-commit hooks and watches run in commit order, one transaction at a time.
 *
 * <p>The log is a plain field on purpose: only the promised order keeps it intact. Forbidden: one
 * commits, other commits, other's hook runs, one's hook runs; or both hooks run at once, and one
 * entry is lost.
 */
public final class AfterCommit {
  private AfterCommit() {}

  /** The result is the log, one digit for each commit. */
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "The hooks ran in commit order.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A hook overtook another, was lost, or ran twice.")
  static final class InOrder {}

  /** Hooks of transactions that number themselves. */
  @JCStressTest
  @JCStressMeta(InOrder.class)
  @State
  public static class Hooks {
    private final LongRef commits = LongRef.of(0);
    private long log;

    @Actor
    public void one() {
      commit();
    }

    @Actor
    public void other() {
      commit();
    }

    private void commit() {
      atomic(
          () -> {
            long number = commits.get() + 1;
            commits.set(number);
            Transaction.current().afterCommit(() -> log = log * 10 + number);
          });
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = log;
    }
  }

  /** The hook of a transaction runs before that of the transaction that overwrites what it read. */
  @JCStressTest
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "It read before, and was told before.")
  @Outcome(id = "23", expect = Expect.ACCEPTABLE, desc = "It read after, and was told after.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "It was told after the write that it did not see.")
  @State
  public static class OfAReader {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);
    private long log;

    /** Logs 1 if it has not seen the write, and otherwise 3. */
    @Actor
    public void reader() {
      atomic(
          () -> {
            long seen = x.get();
            y.set(1);
            Transaction.current().afterCommit(() -> log = log * 10 + 1 + 2 * seen);
          });
    }

    /** Logs 2. */
    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            Transaction.current().afterCommit(() -> log = log * 10 + 2);
          });
    }

    /** What was logged. */
    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = log;
    }
  }

  /** The same for a transaction that only reads. */
  @JCStressTest
  @Outcome(id = "12", expect = Expect.ACCEPTABLE, desc = "It read before, and was told before.")
  @Outcome(id = "23", expect = Expect.ACCEPTABLE, desc = "It read after, and was told after.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "It was told after the write that it did not see.")
  @State
  public static class OfAMereReader {
    private final LongRef x = LongRef.of(0);
    private long log;

    /** Logs 1 if it has not seen the write, and otherwise 3. */
    @Actor
    public void reader() {
      atomic(
          () -> {
            long seen = x.get();
            Transaction.current().afterCommit(() -> log = log * 10 + 1 + 2 * seen);
          });
    }

    /** Logs 2. */
    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            Transaction.current().afterCommit(() -> log = log * 10 + 2);
          });
    }

    /** What was logged. */
    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = log;
    }
  }

  /** A watch of a ref that single operations and transactions write. */
  @JCStressTest
  @JCStressMeta(InOrder.class)
  @State
  public static class Watch {
    private final LongRef x = LongRef.of(0);
    private long log;

    /** Watches x. */
    public Watch() {
      x.watch((before, after) -> log = before == log % 10 ? log * 10 + after : -1);
    }

    @Actor
    public void one() {
      x.increment();
    }

    @Actor
    public void other() {
      atomic(() -> x.set(x.get() + 1));
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = log;
    }
  }

  /** When a hook runs, its own commit is visible to every thread. */
  @JCStressTest
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "The reader came before the hook.")
  @Outcome(
      id = "1",
      expect = Expect.ACCEPTABLE,
      desc = "The reader knew of the hook, and saw the commit.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The hook ran before the commit was to be seen.")
  @State
  public static class SeenBeforeHook {
    private final LongRef x = LongRef.of(0);
    private volatile boolean hookRan;

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            Transaction.current().afterCommit(() -> hookRan = true);
          });
    }

    @Actor
    public void reader(J_Result r) {
      boolean ran = hookRan;
      r.r1 = !ran ? 0 : x.get() == 1 ? 1 : -1;
    }
  }
}
