package io.isolde.stress;

import static io.isolde.stm.Stm.atomic;

import io.isolde.stm.DoubleRef;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JDI_Result;

/**
 * A value is read as a whole, although it is overwritten in place.
 *
 * <p>Forbidden: writer writes one half, reader reads both halves, writer writes the other.
 */
public final class Tearing {
  private Tearing() {}

  /**
   * A long that is read outside a transaction, a double that is read inside, and an int, which has
   * the same kind of cell.
   */
  @JCStressTest
  @Outcome(
      id = "(0|-1), (0.0|-1.0E-300), (0|1|-1)",
      expect = Expect.ACCEPTABLE,
      desc = "Whole values.")
  @Outcome(expect = Expect.FORBIDDEN, desc = "Half of one value and half of another.")
  @State
  public static class Primitives {
    private final LongRef longs = LongRef.of(0);
    private final DoubleRef doubles = DoubleRef.of(0);
    private final IntRef ints = IntRef.of(0);

    @Actor
    public void writer() {
      longs.set(-1);
      atomic(() -> doubles.set(-1E-300));
      ints.increment();
      ints.add(-2);
    }

    @Actor
    public void reader(JDI_Result r) {
      r.r1 = longs.get();
      r.r2 = atomic(doubles::get);
      r.r3 = ints.get();
    }
  }
}
