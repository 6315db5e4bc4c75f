package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.TransactionBody;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Each thread writes one ref and then reads the other's: at least one sees what the other wrote
 * (Dekker's test).
 *
 * <p>Forbidden: both write, both writes still sit in a store buffer, both read the old value.
 * Inside transactions this is write skew: each reads what the other writes, and neither detects it.
 */
public final class StoreBuffering {
  private StoreBuffering() {}

  /** The results are what each thread read. */
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first thread came first.")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The second thread came first.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both wrote before either read.")
  @Outcome(
      id = "0, 0",
      expect = Expect.FORBIDDEN,
      desc = "Neither saw the other: no order explains it.")
  static final class Outcomes {}

  /** The same for whole transactions, of which one comes first. */
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first transaction came first.")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The second transaction came first.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Write skew: no serial order explains it.")
  static final class OneIsFirst {}

  /** Write and read in one transaction. */
  @JCStressTest
  @JCStressMeta(OneIsFirst.class)
  @State
  public static class InAtomic {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one(JJ_Result r) {
      atomic(
          () -> {
            x.set(1);
            r.r1 = y.get();
          });
    }

    @Actor
    public void other(JJ_Result r) {
      atomic(
          () -> {
            y.set(1);
            r.r2 = x.get();
          });
    }
  }

  /** The read decides whether to write: at most one of two doctors goes off duty. */
  @JCStressTest
  @JCStressMeta(OneIsFirst.class)
  @State
  public static class ReadThenWrite {
    private final Ref<Boolean> onDuty = Ref.of(true);
    private final LongRef othersOnDuty = LongRef.of(1);

    @Actor
    public void one(JJ_Result r) {
      r.r1 =
          atomic(
              () -> {
                boolean leaves = othersOnDuty.get() == 1;
                if (leaves) {
                  onDuty.set(false);
                }
                return leaves ? 0L : 1L;
              });
    }

    @Actor
    public void other(JJ_Result r) {
      r.r2 =
          atomic(
              () -> {
                boolean leaves = onDuty.get();
                if (leaves) {
                  othersOnDuty.set(0);
                }
                return leaves ? 0L : 1L;
              });
    }
  }

  /** Single operations, as on {@code AtomicLong}. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class Outside {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one(JJ_Result r) {
      x.set(1);
      r.r1 = y.get();
    }

    @Actor
    public void other(JJ_Result r) {
      y.increment();
      r.r2 = x.get();
    }
  }

  /** Written by single operations, read by transactions and snapshots. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class OutsideThenInside {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one(JJ_Result r) {
      x.set(1);
      TransactionBody<Long, RuntimeException> readY = y::get;
      r.r1 = atomic(readY);
    }

    @Actor
    public void other(JJ_Result r) {
      y.set(1);
      TransactionBody<Long, RuntimeException> readX = x::get;
      r.r2 = snapshot(readX);
    }
  }

  /** Written by transactions, one of which commutes, read outside. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class InsideThenOutside {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one(JJ_Result r) {
      atomic(() -> x.set(1));
      r.r1 = y.get();
    }

    @Actor
    public void other(JJ_Result r) {
      atomic(() -> y.commute(value -> value + 1));
      r.r2 = x.get();
    }
  }
}
