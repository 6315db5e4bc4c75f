package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Transaction;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A snapshot that reads history: it is consistent, and it takes two attempts at most.
 *
 * <p>The reader writes {@code own} just before, so that its first, unpinned attempt is overtaken
 * when it meets that write after having read x. The second attempt is pinned, and writers must keep
 * for it the values that they overwrite. Forbidden: writer looks for pins, reader pins, writer
 * overwrites x and y without keeping them, reader reads x before and y after; or a value is dropped
 * while the pin still needs it.
 */
public final class PinnedSnapshot {
  private PinnedSnapshot() {}

  /** The results are y - x, what the snapshot saw of its own thread's write, and the attempts. */
  @Outcome(
      id = "0, 1, [12]",
      expect = Expect.ACCEPTABLE,
      desc = "A consistent state, in at most two attempts.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "A state that never existed, or a third attempt.")
  static final class Outcomes {}

  private static void look(LongRef x, LongRef own, LongRef y, JJJ_Result r) {
    own.set(1);
    snapshot(
        () -> {
          r.r3 = Transaction.current().attempt();
          long seen = x.get();
          r.r2 = own.get();
          r.r1 = y.get() - seen;
        });
  }

  /** Against a series of commits, each of which overwrites what the previous one wrote. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class ManyCommits {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);
    private final LongRef own = LongRef.of(0);

    @Actor
    public void writer() {
      for (int i = 0; i < 4; i++) {
        atomic(
            () -> {
              y.increment();
              x.increment();
            });
      }
    }

    @Actor
    public void reader(JJJ_Result r) {
      look(x, own, y, r);
    }
  }

  /** Against a series of commits, twice: pins come and go while values are kept and dropped. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class PinnedAgain {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);
    private final LongRef own = LongRef.of(0);

    @Actor
    public void writer() {
      for (int i = 0; i < 4; i++) {
        atomic(
            () -> {
              x.set(x.get() + 1);
              y.set(y.get() + 1);
            });
      }
    }

    @Actor
    public void reader(JJJ_Result r) {
      look(x, own, y, r);
      if (r.r1 == 0) {
        look(x, own, y, r);
      }
    }
  }

  /** Against two pinned snapshots at once, of which one is also the writer. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class TwoPins {
    private final LongRef x = LongRef.of(0);
    private final LongRef y = LongRef.of(0);
    private final LongRef own = LongRef.of(0);
    private final LongRef owned = LongRef.of(0);

    @Actor
    public void writer() {
      step();
      look(x, owned, y, new JJJ_Result());
      step();
    }

    private void step() {
      atomic(
          () -> {
            x.increment();
            y.increment();
          });
    }

    @Actor
    public void reader(JJJ_Result r) {
      look(x, own, y, r);
    }
  }

  /** Against single operations: a snapshot that sees the second sees the first. */
  @JCStressTest
  @Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "The snapshot came before both writes.")
  @Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "The snapshot came between the writes.")
  @Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "The snapshot came after both writes.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The snapshot saw the second write without the first.")
  @State
  public static class SingleOperations {
    private final Ref<Long> x = Ref.of(0L);
    private final LongRef y = LongRef.of(0);
    private final LongRef own = LongRef.of(0);

    @Actor
    public void writer() {
      x.set(1L);
      y.increment();
    }

    @Actor
    public void reader(JJ_Result r) {
      own.set(1);
      snapshot(
          () -> {
            r.r1 = x.get();
            own.get();
            r.r2 = y.get();
          });
    }
  }
}
