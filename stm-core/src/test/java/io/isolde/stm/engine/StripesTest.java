package io.isolde.stm.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.DoubleRef;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.engine.Points.Point;
import io.isolde.stm.engine.WriteEntry.Operation;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Cells that are lent to stripes, as if every addition met another. */
@EnabledIfSystemProperty(named = "isolde.points", matches = "true")
class StripesTest {
  private static final int ROUNDS = 20_000;

  /** How often a cell is lent: one time in so many. */
  private volatile int period = 1;

  /** Whether any cell was lent. */
  private volatile boolean lent;

  @BeforeEach
  void lend() {
    Points.install(
        new Points.Probe() {
          @Override
          public void reached(Point point) {
            lent |= point == Point.LENT;
          }

          @Override
          public boolean lends() {
            return ThreadLocalRandom.current().nextInt(period) == 0;
          }
        });
  }

  @AfterEach
  void remove() {
    Points.install(null);
  }

  private static boolean isLent(Cell cell) {
    Stripes.Stripe own = cell instanceof BitsCell bits ? Stripes.lockOwn(bits) : null;
    if (own != null) {
      own.wordRelease(Word.freed(own.wordAcquire()));
    }
    return own != null;
  }

  @Test
  void additions_lendTheCell_untilItIsRead() {
    LongRef ref = LongRef.of(40);
    ref.increment();
    Stm.atomic(() -> ref.add(1));
    assertThat(isLent(ref)).isTrue();
    assertThat(ref.get()).isEqualTo(42);
    assertThat(isLent(ref)).isFalse();
  }

  @Test
  void lentCell_isTakenBackByEveryOtherOperation() {
    LongRef ref = LongRef.of(0);
    ref.increment();
    assertThat(ref.compareAndSet(1, 2)).isTrue();
    ref.increment();
    assertThat(ref.isAtLeast(3)).isTrue();
    ref.increment();
    ref.commute(value -> 2 * value);
    assertThat(ref.peek()).isEqualTo(8);
    ref.increment();
    ref.set(5);
    assertThat(Stm.snapshot(ref::get)).isEqualTo(5);
  }

  @Test
  void lentCell_withoutAdditions_getsItsWordBack() {
    LongRef ref = LongRef.of(7);
    Cell cell = ref;
    long word = cell.wordVolatile();
    assertThat(Stripes.awaitLockable(ref, Operation.ADD_LONG)).isTrue();
    assertThat(isLent(ref)).isTrue();
    assertThat(ref.get()).isEqualTo(7);
    assertThat(cell.wordVolatile()).isEqualTo(word);
  }

  @Test
  void cellOlderThanASnapshot_isNotLent() {
    LongRef ref = LongRef.of(7);
    long pin = Snapshots.pin();
    try {
      ref.increment();
      assertThat(lent).isFalse();
      assertThat(ref.get()).isEqualTo(8);
    } finally {
      Snapshots.unpin(pin);
    }
  }

  @Test
  void ints_wrapAround() {
    IntRef ref = IntRef.of(Integer.MAX_VALUE);
    ref.increment();
    ref.increment();
    assertThat(isLent(ref)).isTrue();
    assertThat(ref.get()).isEqualTo(Integer.MIN_VALUE + 1);
  }

  @Test
  void doubles_areNotLent() {
    DoubleRef ref = DoubleRef.of(0.5);
    ref.add(1);
    assertThat(isLent(ref)).isFalse();
    assertThat(ref.get()).isEqualTo(1.5);
  }

  @Test
  void cellWithAWatch_isNotLent() {
    LongRef ref = LongRef.of(0);
    ref.watch((before, after) -> assertThat(after).isEqualTo(before + 1));
    ref.increment();
    assertThat(isLent(ref)).isFalse();
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void elderThatNeedsALentCell_takesItBack() {
    LongRef ref = LongRef.of(0);
    ref.increment();
    LongRef other = LongRef.of(0);
    int[] attempts = {0};
    Stm.atomic(
        () -> {
          other.get();
          if (++attempts[0] <= Elder.LOSSES_MAX) {
            Threads.elsewhere(other::increment);
          } else {
            Threads.elsewhere(ref::increment);
            assertThat(isLent(ref)).isTrue();
          }
          other.set(ref.get());
        });
    assertThat(attempts[0]).isGreaterThan(Elder.LOSSES_MAX);
    assertThat(other.get()).isEqualTo(2);
  }

  @Test
  void transfersByAdditions_beside_readers_areSeenWhole() {
    period = 4;
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      for (int i = 0; i < 2; i++) {
        threads.start(
            () -> {
              for (int k = 0; k < ROUNDS; k++) {
                Stm.atomic(
                    () -> {
                      a.add(-1);
                      b.add(1);
                    });
                b.increment();
                b.decrement();
              }
            });
      }
      threads.start(
          () -> {
            for (int k = 0; k < ROUNDS; k++) {
              assertThat(Stm.<Long, RuntimeException>atomic(() -> a.get() + b.get()))
                  .isBetween(0L, 2L);
              assertThat(Stm.<Long, RuntimeException>snapshot(() -> a.get() + b.get()))
                  .isBetween(0L, 2L);
            }
          });
      threads.join();
    }
    assertThat(a.get()).isEqualTo(-2 * ROUNDS);
    assertThat(b.get()).isEqualTo(2 * ROUNDS);
  }
}
