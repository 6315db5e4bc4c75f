package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.DoubleRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Two threads update one ref, and both updates count.
 *
 * <p>Forbidden: both read 0, both write 1.
 */
public final class LostUpdate {
  private LostUpdate() {}

  /** The result is the value after both. */
  @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "Both updates count.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "An update was lost, or counted twice.")
  static final class BothCount {}

  /** Read, add, write, in transactions. */
  @JCStressTest
  @JCStressMeta(BothCount.class)
  @State
  public static class ReadAndSet {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void one() {
      atomic(() -> x.set(x.get() + 1));
    }

    @Actor
    public void other() {
      atomic(() -> x.set(x.get() + 1));
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = x.get();
    }
  }

  /** Added without a read, in transactions. */
  @JCStressTest
  @JCStressMeta(BothCount.class)
  @State
  public static class Added {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void one() {
      atomic(() -> x.add(1));
    }

    @Actor
    public void other() {
      atomic(() -> x.add(1));
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = x.get();
    }
  }

  /** Added by a single operation beside a transaction that reads. */
  @JCStressTest
  @JCStressMeta(BothCount.class)
  @State
  public static class AddedOutsideBesideAtomic {
    private final LongRef x = LongRef.of(0);

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
      r.r1 = x.get();
    }
  }

  /** Doubles, which are added as doubles although they are kept as bits. */
  @JCStressTest
  @JCStressMeta(BothCount.class)
  @State
  public static class AddedDoubles {
    private final DoubleRef x = DoubleRef.of(0.5);

    @Actor
    public void one() {
      x.add(0.75);
    }

    @Actor
    public void other() {
      atomic(() -> x.add(0.75));
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = (long) x.get();
    }
  }

  /**
   * A function applied at the commit to an object, in transactions and by single operations. Each
   * thread commits several times: while nobody reads, the clock stands still, and so does the
   * version of the ref, though its value changes.
   */
  @JCStressTest
  @Outcome(id = "6", expect = Expect.ACCEPTABLE, desc = "All updates count.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "An update was lost, or counted twice.")
  @State
  public static class Commuted {
    private final Ref<Long> x = Ref.of(0L);

    @Actor
    public void one() {
      for (int i = 0; i < 3; i++) {
        atomic(() -> x.commute(value -> value + 1));
      }
    }

    @Actor
    public void other() {
      for (int i = 0; i < 3; i++) {
        x.commute(value -> value + 1);
      }
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = x.get();
    }
  }

  /** A commuting write that the same transaction reads afterwards depends on the value. */
  @JCStressTest
  @JCStressMeta(BothCount.class)
  @State
  public static class CommutedThenRead {
    private final LongRef x = LongRef.of(0);
    private final LongRef copy = LongRef.of(0);

    @Actor
    public void one() {
      addAndCopy();
    }

    @Actor
    public void other() {
      addAndCopy();
    }

    private void addAndCopy() {
      atomic(
          () -> {
            x.add(1);
            copy.set(x.get());
          });
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = Math.min(x.get(), copy.get());
    }
  }

  /** Two compare-and-sets from the same value: one of them succeeds. */
  @JCStressTest
  @Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "The first thread won.")
  @Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "The second thread won.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Both replaced the same value, or neither did.")
  @State
  public static class ComparedAndSet {
    private final Ref<String> x = Ref.of("before");

    @Actor
    public void one(ZZ_Result r) {
      r.r1 = x.compareAndSet("before", "one");
    }

    @Actor
    public void other(ZZ_Result r) {
      r.r2 = x.compareAndSet("before", "other");
    }
  }

  /**
   * A plain set beside a transaction that reads and adds: either may come first, and the
   * transaction overwrites only what it has seen.
   */
  @JCStressTest
  @Outcome(
      id = "10",
      expect = Expect.ACCEPTABLE,
      desc = "The transaction came first and was overwritten.")
  @Outcome(id = "11", expect = Expect.ACCEPTABLE, desc = "The set came first and was added to.")
  @Outcome(
      expect = Expect.FORBIDDEN,
      desc = "The transaction overwrote a value that it had not seen.")
  @State
  public static class SetBesideAtomic {
    private final LongRef x = LongRef.of(0);

    @Actor
    public void setter() {
      x.set(10);
    }

    @Actor
    public void adder() {
      atomic(() -> x.set(x.get() + 1));
    }

    @Arbiter
    public void arbiter(J_Result r) {
      r.r1 = x.get();
    }
  }
}
