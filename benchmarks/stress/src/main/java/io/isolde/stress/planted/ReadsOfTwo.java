package io.isolde.stress.planted;

import io.isolde.stress.planted.PlantedStm.PlantedRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** Tests of the promise of {@link io.isolde.stress.WrittenTogether}, kept and broken. */
public final class ReadsOfTwo {
  private ReadsOfTwo() {}

  /** The results are x and y. */
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The reader came before the commit.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The reader came after the commit.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader saw half a transaction.")
  static final class Outcomes {}

  /** Two refs that are written together and read together. */
  abstract static class Pair {
    private final PlantedStm stm;
    private final PlantedRef x = new PlantedRef();
    private final PlantedRef y = new PlantedRef();

    Pair(Bug bug) {
      stm = new PlantedStm(bug);
    }

    final void write() {
      stm.atomic(
          attempt -> {
            attempt.set(x, 1);
            attempt.set(y, 1);
          });
    }

    final void read(JJ_Result r) {
      stm.atomic(
          attempt -> {
            r.r1 = attempt.get(x);
            r.r2 = attempt.get(y);
          });
    }
  }

  /** Without a bug: must pass, or the others prove nothing. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class Healthy extends Pair {
    /** Without a bug. */
    public Healthy() {
      super(Bug.NONE);
    }

    @Actor
    public void writer() {
      write();
    }

    @Actor
    public void reader(JJ_Result r) {
      read(r);
    }
  }

  /** With {@link Bug#READ_WITHOUT_EXTENSION}. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class ReadWithoutExtension extends Pair {
    /** With the bug. */
    public ReadWithoutExtension() {
      super(Bug.READ_WITHOUT_EXTENSION);
    }

    @Actor
    public void writer() {
      write();
    }

    @Actor
    public void reader(JJ_Result r) {
      read(r);
    }
  }

  /** With {@link Bug#PUBLISH_BEFORE_LOCKING_ALL}. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class PublishBeforeLockingAll extends Pair {
    /** With the bug. */
    public PublishBeforeLockingAll() {
      super(Bug.PUBLISH_BEFORE_LOCKING_ALL);
    }

    @Actor
    public void writer() {
      write();
    }

    @Actor
    public void reader(JJ_Result r) {
      read(r);
    }
  }
}
