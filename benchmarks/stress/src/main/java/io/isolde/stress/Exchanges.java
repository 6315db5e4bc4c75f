package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/**
 * The single operations that read before they write: {@code compareAndSet} and those that are built
 * on it.
 *
 * <p>Forbidden: an exchange of a value that was no longer there.
 */
public final class Exchanges {
  private Exchanges() {}

  /** A transaction reads what an exchange replaces, and records what it has read. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The transaction came first.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The exchange came first.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The transaction and the exchange missed each other.")
  @State
  public static class BesideATransaction {
    private final Ref<Long> x = Ref.of(0L);
    private final LongRef seen = LongRef.of(-1);

    @Actor
    public void transaction() {
      atomic(
          () -> {
            seen.set(x.get());
            x.set(1L);
          });
    }

    @Actor
    public void exchange() {
      x.getAndSet(1L);
    }

    @Arbiter
    public void arbiter(JJ_Result r) {
      r.r1 = seen.get();
      r.r2 = x.get();
    }
  }

  /** Each value is returned once. */
  @JCStressTest
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first one came first.")
  @Outcome(id = "2, 0", expect = Expect.ACCEPTABLE, desc = "The second one did.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A value was given to both, or to nobody.")
  @State
  public static class GivenOnce {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void one(JJ_Result r) {
      r.r1 = x.getAndSet(1);
    }

    @Actor
    public void other(JJ_Result r) {
      r.r2 = x.getAndSet(2);
    }
  }

  /** An addition that returns its result, beside a transaction that reads and writes. */
  @JCStressTest
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both updates count.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "An update was lost, or counted twice.")
  @State
  public static class AddedBesideATransaction {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void transaction() {
      atomic(() -> x.set(x.get() + 1));
    }

    @Actor
    public void addition() {
      x.addAndGet(1);
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = x.get();
    }
  }

  /** A rolled-back block leaves a claim behind: what was read is validated nevertheless. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The first one came first.")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The second one did.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Write skew: each missed what the other wrote.")
  @State
  public static class SkewAroundARolledBackBlock {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void one() {
      atomic(
          () -> {
            long before = x.get();
            try {
              atomic(
                  () -> {
                    x.set(5);
                    throw new Planned();
                  });
            } catch (Planned e) {
              // rolled back
            }
            if (before == 0) {
              y.set(1);
            }
          });
    }

    @Actor
    public void other() {
      atomic(
          () -> {
            if (y.get() == 0) {
              x.set(1);
            }
          });
    }

    @Arbiter
    public void arbiter(JJ_Result r) {
      r.r1 = y.get();
      r.r2 = x.get();
    }
  }

  private static final class Planned extends RuntimeException {
    Planned() {
      super("planned", null, false, false);
    }
  }
}
