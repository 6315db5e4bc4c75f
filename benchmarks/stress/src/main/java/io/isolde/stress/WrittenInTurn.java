package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * One thread writes x and then y, in two commits: a reader that sees the second sees the first
 * (strictness, in real time).
 *
 * <p>Forbidden: reader reads x, writer commits x, writer commits y, reader reads y and believes
 * that both reads belong to one instant. The clock is deferred, so both commits may carry the same
 * version.
 */
public final class WrittenInTurn {
  private WrittenInTurn() {}

  /** The results are x, written first, and y, written second. */
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The reader came before both commits.")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The reader came between the commits.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The reader came after both commits.")
  @Outcome(
      id = "0, 1",
      expect = Expect.FORBIDDEN,
      desc = "The reader saw the second commit without the first.")
  static final class Outcomes {}

  /** Single operations, read by a transaction. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class OutsideReadByAtomic {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      x.set(1);
      y.set(1);
    }

    @Actor
    public void reader(JJ_Result r) {
      atomic(
          () -> {
            r.r1 = x.get();
            r.r2 = y.get();
          });
    }
  }

  /** Transactions, read by a snapshot. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class AtomicReadBySnapshot {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(() -> x.set(1));
      atomic(() -> y.set(1));
    }

    @Actor
    public void reader(JJ_Result r) {
      snapshot(
          () -> {
            r.r1 = x.get();
            r.r2 = y.get();
          });
    }
  }

  /** Single operations, read by single operations in the opposite order. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class OutsideReadOutside {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      x.set(1);
      y.set(1);
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r2 = y.get();
      r.r1 = x.get();
    }
  }
}
