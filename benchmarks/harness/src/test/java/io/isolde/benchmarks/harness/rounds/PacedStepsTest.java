package io.isolde.benchmarks.harness.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PacedStepsTest {
  private static final long MILLISECOND = 1_000_000;

  private final CountDownLatch end = new CountDownLatch(1);
  private final List<Long> begins = new ArrayList<>();
  private long now;

  /** Steps on a clock that stands still but for what the steps add to it. */
  private PacedSteps run(int perSecond, int count, long firstTakesMillis)
      throws InterruptedException {
    PacedSteps steps = new PacedSteps(perSecond, () -> now);
    steps.run(() -> step(count, firstTakesMillis), end);
    return steps;
  }

  private void step(int count, long firstTakesMillis) {
    begins.add(now / MILLISECOND);
    if (begins.size() == 1) {
      now += firstTakesMillis * MILLISECOND;
    }
    if (begins.size() == count) {
      end.countDown();
    }
  }

  @Test
  void run_slowStep_isFollowedByAllThatAreLate() throws Exception {
    PacedSteps steps = run(10, 11, 1000);
    assertThat(begins).hasSize(11).endsWith(1000L);
    assertThat(steps.overdue()).isZero();
    assertThat(steps.longestDelayNanos()).isEqualTo(900 * MILLISECOND);
  }

  @Test
  void run_endWhileStepsAreLate_countsThem() throws Exception {
    PacedSteps steps = run(10, 4, 1000);
    assertThat(begins).hasSize(4);
    assertThat(steps.overdue()).isEqualTo(7);
  }

  @Test
  void run_endDuringASlowStep_countsItsDelay() throws Exception {
    PacedSteps steps = run(3, 1, 5000);
    assertThat(steps.overdue()).isEqualTo(15);
    assertThat(steps.longestDelayNanos()).isEqualTo(5_000_000_000L - 333_333_334);
  }

  @Test
  void run_withoutRate_neverPausesAndIsNeverLate() throws Exception {
    PacedSteps steps = run(0, 1000, 5000);
    assertThat(begins).hasSize(1000);
    assertThat(steps.overdue()).isZero();
    assertThat(steps.longestDelayNanos()).isZero();
  }

  @Test
  void run_endBefore_runsOneStep() throws Exception {
    end.countDown();
    PacedSteps steps = run(1, 7, 0);
    assertThat(begins).hasSize(1);
    assertThat(steps.overdue()).isZero();
  }

  @Test
  void run_onTheClock_beginsNoStepBeforeItIsDue() throws Exception {
    int perSecond = 300;
    List<Long> times = new ArrayList<>();
    new PacedSteps(perSecond)
        .run(
            () -> {
              times.add(System.nanoTime());
              if (times.size() == 30) {
                end.countDown();
              }
            },
            end);
    for (int step = 0; step < times.size(); step++) {
      assertThat(times.get(step) - times.getFirst() + MILLISECOND)
          .isGreaterThanOrEqualTo(step * 1_000_000_000L / perSecond);
    }
  }

  @Test
  void run_interruptedWhileWaiting_ends() {
    PacedSteps steps = new PacedSteps(1);
    assertThatThrownBy(() -> steps.run(() -> Thread.currentThread().interrupt(), end))
        .isInstanceOf(InterruptedException.class);
  }
}
