package io.isolde.stress.planted;

import io.isolde.stress.planted.PlantedStm.PlantedRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

/** Tests of the promise of {@link io.isolde.stress.Waking}, kept and broken. */
public final class WaitsForCommit {
  private WaitsForCommit() {}

  /** The result is whether the waiter was woken. */
  @Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "The waiter saw the change.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The wake-up was lost: the waiter timed out.")
  static final class Outcomes {}

  /** A ref that one thread waits for and the other writes. */
  abstract static class Pair {
    private final PlantedStm stm;
    private final PlantedRef x = new PlantedRef();

    Pair(Bug bug) {
      stm = new PlantedStm(bug);
    }

    final boolean await() {
      return stm.await(x, 1);
    }

    final void write() {
      stm.atomic(attempt -> attempt.set(x, 1));
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
    public void waiter(Z_Result r) {
      r.r1 = await();
    }

    @Actor
    public void writer() {
      write();
    }
  }

  /** With {@link Bug#CHECK_BEFORE_REGISTERING}. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class CheckBeforeRegistering extends Pair {
    /** With the bug. */
    public CheckBeforeRegistering() {
      super(Bug.CHECK_BEFORE_REGISTERING);
    }

    @Actor
    public void waiter(Z_Result r) {
      r.r1 = await();
    }

    @Actor
    public void writer() {
      write();
    }
  }
}
