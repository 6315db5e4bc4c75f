package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a thread did before it committed is visible to every thread that sees the commit, plain
 * fields included.
 *
 * <p>Forbidden: writer fills the box, writer commits the ref, reader sees the ref, reader finds the
 * box empty. That happens if the value is published ahead of the writes before it, or if the box is
 * read ahead of the ref.
 */
public final class Publication {
  private Publication() {}

  /** The results are the two fields of the box, or -1 without one. */
  @Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "The reader came before the commit.")
  @Outcome(
      id = "1, 2",
      expect = Expect.ACCEPTABLE,
      desc = "The reader saw the commit and what preceded it.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "The reader saw the commit, but not what preceded it.")
  static final class Outcomes {}

  /** An object with plain, not even final, fields. */
  private static final class Box {
    int first;
    int second;

    static Box filled() {
      Box box = new Box();
      box.first = 1;
      box.second = 2;
      return box;
    }
  }

  private static void look(@Nullable Box box, II_Result r) {
    r.r1 = box == null ? -1 : box.first;
    r.r2 = box == null ? -1 : box.second;
  }

  /** Written by a single operation, read by one. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class OutsideToOutside {
    private final Ref<@Nullable Box> ref = Ref.of(null);

    @Actor
    public void writer() {
      ref.set(Box.filled());
    }

    @Actor
    public void reader(II_Result r) {
      look(ref.get(), r);
    }
  }

  /** Written by a transaction, read by a single operation. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class AtomicToOutside {
    private final Ref<@Nullable Box> ref = Ref.of(null);

    @Actor
    public void writer() {
      atomic(() -> ref.set(Box.filled()));
    }

    @Actor
    public void reader(II_Result r) {
      look(ref.get(), r);
    }
  }

  /** Written by a transaction, read and examined by another. */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class AtomicToAtomic {
    private final Ref<@Nullable Box> ref = Ref.of(null);

    @Actor
    public void writer() {
      atomic(() -> ref.set(Box.filled()));
    }

    @Actor
    public void reader(II_Result r) {
      atomic(() -> look(ref.get(), r));
    }
  }

  /**
   * The box is not in the ref: a counter that is incremented without a read signals that it is
   * filled.
   */
  @JCStressTest
  @JCStressMeta(Outcomes.class)
  @State
  public static class BehindCounter {
    private final Box box = new Box();
    private final LongRef filled = LongRef.of(0);

    @Actor
    public void writer() {
      box.first = 1;
      box.second = 2;
      filled.increment();
    }

    @Actor
    public void reader(II_Result r) {
      look(filled.get() == 1 ? box : null, r);
    }
  }
}
