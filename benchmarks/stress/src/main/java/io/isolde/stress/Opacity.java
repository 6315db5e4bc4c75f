package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.TransactionBody;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * No attempt sees x and y differ, not even one that is rolled back later.
 *
 * <p>Forbidden: reader begins, reads x, writer commits x and y, reader reads y. The value of y is
 * newer than the attempt, which must then either prove that x has not changed, or end before the
 * body receives y. An attempt that detects the conflict only at its commit has already divided by
 * zero.
 */
public final class Opacity {
  private Opacity() {}

  /** The result counts attempts that saw a difference. */
  @Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "No attempt saw x and y differ.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "An attempt saw a state that never existed.")
  static final class Outcomes {}

  private static void step(LongRef x, LongRef y) {
    atomic(
        () -> {
          x.set(x.get() + 1);
          y.set(y.get() + 1);
        });
  }

  /** A read-only transaction against a writer that commits three times. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class ReadOnly {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      step(x, y);
      step(x, y);
      step(x, y);
    }

    @Actor
    public void reader(J_Result r) {
      atomic(
          () -> {
            if (x.get() != y.get()) {
              r.r1++;
            }
          });
    }
  }

  /** Two transactions that both read and write both. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class BothWrite {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one() {
      step(x, y);
      step(x, y);
    }

    @Actor
    public void other(J_Result r) {
      atomic(
          () -> {
            long seen = y.get();
            if (x.get() != seen) {
              r.r1++;
            }
            x.set(seen + 1);
            y.set(seen + 1);
          });
    }
  }

  /**
   * The read version has to move while the attempt is under way: the reader wrote z itself just
   * before, so that z is newer than the attempt when it is read between x and y.
   */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class Extended {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);
    private final LongRef z = LongRef.of(0);

    @Actor
    public void writer() {
      step(x, y);
      step(x, y);
    }

    @Actor
    public void reader(J_Result r) {
      z.set(1);
      atomic(
          () -> {
            long seen = x.get();
            if (z.get() != 1 || y.get() != seen) {
              r.r1++;
            }
          });
    }
  }

  /** A snapshot inside a transaction that has already read. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class NestedSnapshot {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      step(x, y);
      step(x, y);
    }

    @Actor
    public void reader(J_Result r) {
      atomic(
          () -> {
            long seen = x.get();
            TransactionBody<Long, RuntimeException> readY = y::get;
            if (snapshot(readY) != seen) {
              r.r1++;
            }
          });
    }
  }
}
