package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * Two refs that one transaction writes are seen together.
 *
 * <p>Forbidden inside a transaction: reader reads x, writer commits x and y, reader reads y and
 * does not go back. Forbidden outside: writer publishes the first ref, reader reads it and then the
 * second, of which writer has not published the new value.
 */
public final class WrittenTogether {
  private WrittenTogether() {}

  /** The results are x and y, read in one transaction. */
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The reader came before the commit.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The reader came after the commit.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader saw half a transaction.")
  static final class AllOrNothing {}

  /** The results are the ref read first and the ref read second, by two operations. */
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "Both reads came before the commit.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "Both reads came after the commit.")
  @Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "The commit came between the two reads.")
  @Outcome(
      id = "1, 0",
      expect = Expect.FORBIDDEN,
      desc = "The later read went back before the commit.")
  static final class NeverBack {}

  /** Read by a transaction. */
  @JCStressTest
  @JCStressMeta(AllOrNothing.class)
  @State
  public static class ReadByAtomic {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            y.set(1);
          });
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

  /** Read by a snapshot, against the order of the writes. */
  @JCStressTest
  @JCStressMeta(AllOrNothing.class)
  @State
  public static class ReadBySnapshot {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            y.set(1);
          });
    }

    @Actor
    public void reader(JJ_Result r) {
      snapshot(
          () -> {
            r.r2 = y.get();
            r.r1 = x.get();
          });
    }
  }

  /** Additions, which are computed at the commit; one of the refs holds an object. */
  @JCStressTest
  @JCStressMeta(AllOrNothing.class)
  @State
  public static class CommutedAndReadByAtomic {
    private final LongRef x = LongRef.of(0);
    private final Ref<Long> y = Ref.of(0L);

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.add(1);
            y.commute(value -> value + 1);
          });
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

  /** Read outside, in the order of the writes. */
  @JCStressTest
  @JCStressMeta(NeverBack.class)
  @State
  public static class ReadOutsideInOrder {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            y.set(1);
          });
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = x.get();
      r.r2 = y.get();
    }
  }

  /** Read outside, against the order of the writes. */
  @JCStressTest
  @JCStressMeta(NeverBack.class)
  @State
  public static class ReadOutsideAgainstOrder {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);

    @Actor
    public void writer() {
      atomic(
          () -> {
            x.set(1);
            y.set(1);
          });
    }

    @Actor
    public void reader(JJ_Result r) {
      r.r1 = y.get();
      r.r2 = x.get();
    }
  }
}
