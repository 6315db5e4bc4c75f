package io.isolde.stress.planted;

import io.isolde.stress.planted.PlantedStm.PlantedRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Tests of the promise of {@link io.isolde.stress.StoreBuffering}, kept and broken. */
public final class ReadsOfEachOther {
  private ReadsOfEachOther() {}

  /** The results are what each transaction read of the other. */
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The first transaction came first.")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The second transaction came first.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Write skew: no serial order explains it.")
  static final class Outcomes {}

  /** Two refs, of which each transaction writes one and reads the other. */
  abstract static class Pair {
    private final PlantedStm stm;
    private final PlantedRef x = new PlantedRef();
    private final PlantedRef y = new PlantedRef();

    Pair(Bug bug) {
      stm = new PlantedStm(bug);
    }

    final void writeX(JJ_Result r) {
      stm.atomic(
          attempt -> {
            r.r1 = attempt.get(y);
            attempt.set(x, 1);
          });
    }

    final void writeY(JJ_Result r) {
      stm.atomic(
          attempt -> {
            r.r2 = attempt.get(x);
            attempt.set(y, 1);
          });
    }
  }

  /** Without a bug: must pass, or the other proves nothing. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class Healthy extends Pair {
    /** Without a bug. */
    public Healthy() {
      super(Bug.NONE);
    }

    @Actor
    public void one(JJ_Result r) {
      writeX(r);
    }

    @Actor
    public void other(JJ_Result r) {
      writeY(r);
    }
  }

  /** With {@link Bug#COMMIT_WITHOUT_VALIDATION}. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class CommitWithoutValidation extends Pair {
    /** With the bug. */
    public CommitWithoutValidation() {
      super(Bug.COMMIT_WITHOUT_VALIDATION);
    }

    @Actor
    public void one(JJ_Result r) {
      writeX(r);
    }

    @Actor
    public void other(JJ_Result r) {
      writeY(r);
    }
  }
}
