package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.engine.WriteEntry.Operation;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
  /** Longs around those where sums wrap around. */
  private static final long[] LONGS =
      LongStream.of(0, 7, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE)
          .flatMap(x -> LongStream.rangeClosed(-2, 2).map(d -> x + d))
          .toArray();

  private static final int[] INTS =
      IntStream.of(0, 7, Integer.MIN_VALUE)
          .flatMap(x -> IntStream.rangeClosed(-2, 2).map(d -> x + d))
          .toArray();

  @Test
  void complement_hasTheOthers() {
    for (long low : LONGS) {
      for (long high : LONGS) {
        Interval some = new Interval(low, high);
        if (low != high + 1) {
          for (long x : LONGS) {
            assertThat(some.complement().contains(x)).isNotEqualTo(some.contains(x));
          }
        }
      }
    }
  }

  @Test
  void addition_ofLongs_shiftsTheBounds() {
    for (long bound : LONGS) {
      for (long summand : LONGS) {
        Interval before = new Interval(bound, Long.MAX_VALUE).before(Operation.ADD_LONG, summand);
        for (long x : LONGS) {
          assertThat(before.contains(x)).isEqualTo(x + summand >= bound);
        }
      }
    }
  }

  @Test
  void addition_ofInts_shiftsTheBounds() {
    for (int bound : INTS) {
      for (int summand : INTS) {
        Interval atLeast =
            new Interval(bound, Integer.MAX_VALUE).before(Operation.ADD_INT, summand);
        Interval atMost = new Interval(Integer.MIN_VALUE, bound).before(Operation.ADD_INT, summand);
        Interval equal = new Interval(bound, bound).before(Operation.ADD_INT, summand);
        for (int x : INTS) {
          assertThat(atLeast.contains(x)).isEqualTo(x + summand >= bound);
          assertThat(atMost.contains(x)).isEqualTo(x + summand <= bound);
          assertThat(equal.contains(x)).isEqualTo(x + summand == bound);
          if (bound != Integer.MIN_VALUE) {
            assertThat(atLeast.complement().contains(x)).isEqualTo(x + summand < bound);
          }
        }
      }
    }
  }

  @Test
  void two_ofTheSameValue_meetAroundIt() {
    Interval atLeast5 = new Interval(5, Long.MAX_VALUE);
    Interval atMost9 = new Interval(Long.MIN_VALUE, 9);
    Interval not12 = new Interval(12, 12).complement();
    Interval not3 = new Interval(3, 3).complement();
    assertThat(atLeast5.and(atMost9, 6)).isEqualTo(new Interval(5, 9));
    assertThat(atLeast5.and(not12, 6)).isEqualTo(new Interval(5, 11));
    assertThat(atLeast5.and(not12, 20)).isEqualTo(new Interval(13, Long.MAX_VALUE));
    assertThat(not3.and(not12, 6)).isEqualTo(new Interval(4, 11));
  }

  @Test
  void two_meet_inNothingElse() {
    for (long low : LONGS) {
      for (long high : LONGS) {
        Interval one = new Interval(low, high);
        Interval other = new Interval(-1, 8);
        for (long value : LONGS) {
          if (one.contains(value) && other.contains(value)) {
            Interval both = one.and(other, value);
            assertThat(both.contains(value)).isTrue();
            for (long x : LONGS) {
              assertThat(!both.contains(x) || (one.contains(x) && other.contains(x))).isTrue();
            }
          }
        }
      }
    }
  }
}
