package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.LongRef;
import io.isolde.stm.ValidationException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZJ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A validator judges the value that is committed, not one that was there before.
 *
 * <p>Forbidden: one computes 1 from 0 and is approved, other computes 1 from 0 and is approved,
 * both add: the value is 2, which was never approved.
 */
public final class Validators {
  private Validators() {}

  /** The results are whether each update was accepted, and the value after both. */
  @Outcome(id = "true, false, 1", expect = Expect.ACCEPTABLE, desc = "The first came first.")
  @Outcome(id = "false, true, 1", expect = Expect.ACCEPTABLE, desc = "The second came first.")
  @Outcome(
      expect = Expect.FORBIDDEN,
      desc = "A value was committed that the validator refuses, or refused in vain.")
  static final class OneFits {}

  private static boolean accepted(Runnable update) {
    try {
      update.run();
      return true;
    } catch (ValidationException refused) {
      return false;
    }
  }

  /** Additions, which are computed at the commit. */
  @JCStressTest
  @JCStressMeta(OneFits.class)
  @State
  public static class Additions {
    private final LongRef x = LongRef.of(0);

    /** Puts the validator in place. */
    public Additions() {
      x.addValidator("at most 1", value -> value <= 1);
    }

    @Actor
    public void one(ZZJ_Result r) {
      r.r1 = accepted(x::increment);
    }

    @Actor
    public void other(ZZJ_Result r) {
      r.r2 = accepted(() -> atomic(() -> x.add(1)));
    }

    @Arbiter
    public void arbiter(ZZJ_Result r) {
      r.r3 = x.get();
    }
  }

  /** A commuting function beside a transaction that reads. */
  @JCStressTest
  @JCStressMeta(OneFits.class)
  @State
  public static class CommuteBesideSet {
    private final LongRef x = LongRef.of(0);

    /** Puts the validator in place. */
    public CommuteBesideSet() {
      x.addValidator("at most 1", value -> value <= 1);
    }

    @Actor
    public void one(ZZJ_Result r) {
      r.r1 = accepted(() -> x.commute(value -> value + 1));
    }

    @Actor
    public void other(ZZJ_Result r) {
      r.r2 = accepted(() -> atomic(() -> x.set(x.get() + 1)));
    }

    @Arbiter
    public void arbiter(ZZJ_Result r) {
      r.r3 = x.get();
    }
  }

  /** The results are whether the validator could be added, and whether the value was accepted. */
  @Outcome(
      id = "true, false",
      expect = Expect.ACCEPTABLE,
      desc = "The validator came first, and refused the value.")
  @Outcome(
      id = "false, true",
      expect = Expect.ACCEPTABLE,
      desc = "The value came first, and the validator was not added.")
  @Outcome(
      id = "true, true",
      expect = Expect.FORBIDDEN,
      desc = "The validator is in place, and its rule is broken.")
  @Outcome(
      id = "false, false",
      expect = Expect.FORBIDDEN,
      desc = "Each was refused because of the other.")
  static final class EitherIsFirst {}

  /** A validator added while a single operation is under way. */
  @JCStressTest
  @JCStressMeta(EitherIsFirst.class)
  @State
  public static class AddedDuringSet {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void validator(ZZ_Result r) {
      r.r1 = accepted(() -> x.addValidator("at most 1", value -> value <= 1));
    }

    @Actor
    public void writer(ZZ_Result r) {
      r.r2 = accepted(() -> x.set(2));
    }
  }

  /** A validator added while a transaction commits. */
  @JCStressTest
  @JCStressMeta(EitherIsFirst.class)
  @State
  public static class AddedDuringCommit {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void validator(ZZ_Result r) {
      r.r1 = accepted(() -> x.addValidator("at most 1", value -> value <= 1));
    }

    @Actor
    public void writer(ZZ_Result r) {
      r.r2 = accepted(() -> atomic(() -> x.set(2)));
    }
  }
}
