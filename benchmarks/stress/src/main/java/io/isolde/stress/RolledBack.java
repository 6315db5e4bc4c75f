package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;

import io.isolde.stm.LongRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * No thread ever sees what was rolled back.
 *
 * <p>Forbidden: writer writes 7, writer rolls back, reader sees 7 in between (a dirty read) or
 * after.
 */
public final class RolledBack {
  private RolledBack() {}

  /** The results are x and y; 7 was written to x and rolled back. */
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The reader came before the commit.")
  @Outcome(
      id = "0, 1",
      expect = Expect.ACCEPTABLE,
      desc = "The reader saw what was left of the transaction.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader saw what was rolled back.")
  static final class Outcomes {}

  /**
   * The reason why the writers roll back; without a stack trace, which would take up most of the
   * test.
   */
  private static final class Veto extends RuntimeException {
    Veto() {
      super("veto", null, false, false);
    }
  }

  /** A nested block fails, and the outer one goes on. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class NestedBlock {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(
          () -> {
            try {
              atomic(
                  () -> {
                    x.set(7);
                    y.set(7);
                    throw new Veto();
                  });
            } catch (Veto expected) {
              y.set(y.get() + 1);
            }
          });
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = x.get();
      r.r2 = y.get();
    }
  }

  /** The first alternative writes before it retries. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class FirstAlternative {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      orElse(
          () -> {
            x.set(7);
            if (y.get() == 0) {
              throw retry();
            }
          },
          () -> y.set(1));
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

  /** A whole transaction fails; another one follows. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class WholeTransaction {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      try {
        atomic(
            () -> {
              x.set(7);
              y.add(7);
              throw new Veto();
            });
      } catch (Veto expected) {
        y.increment();
      }
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = x.get();
      r.r2 = y.get();
    }
  }
}
