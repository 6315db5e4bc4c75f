package io.isolde.stm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A deadline at its edges: no time left, no limit, and a clock that wraps around. */
class DeadlineTest {
  private static final Duration CENTURY = Duration.ofDays(36_500);
  private static final Deadline LATE = Deadline.after(Duration.ofDays(1));

  @Test
  void after_nullOrAboveACentury_isNever() {
    assertThat(Deadline.after(null)).isSameAs(Deadline.NEVER);
    assertThat(Deadline.after(CENTURY.plusNanos(1))).isSameAs(Deadline.NEVER);
    assertThat(Deadline.after(Duration.ofSeconds(Long.MAX_VALUE))).isSameAs(Deadline.NEVER);
  }

  @Test
  void after_aCentury_isADeadline() {
    Deadline deadline = Deadline.after(CENTURY);
    assertThat(deadline.isNever()).isFalse();
    assertThat(deadline.hasPassed()).isFalse();
    assertThat(deadline.left()).isBetween(CENTURY.minusDays(1), CENTURY);
  }

  @Test
  void after_negative_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.after(Duration.ofNanos(-1)))
        .withMessage("timeout must not be negative, but is PT-0.000000001S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.after(Duration.ofSeconds(Long.MIN_VALUE)))
        .withMessageContaining("PT-");
  }

  @Test
  void after_zero_hasPassed() {
    Deadline deadline = Deadline.after(Duration.ZERO);
    assertThat(deadline.isNever()).isFalse();
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.nanosLeft()).isZero();
    assertThat(deadline.left()).isZero();
  }

  @Test
  void passed_longAgo_leavesNothing() {
    Deadline deadline = new Deadline(System.nanoTime() - CENTURY.toNanos());
    assertThat(deadline.hasPassed()).isTrue();
    assertThat(deadline.nanosLeft()).isZero();
  }

  @Test
  void aDay_isLeftOfADay() {
    assertThat(LATE.hasPassed()).isFalse();
    assertThat(LATE.nanosLeft()).isBetween(1L, Duration.ofDays(1).toNanos());
    assertThat(LATE.left()).isBetween(Duration.ofNanos(1), Duration.ofDays(1));
  }

  @Test
  void never_hasACenturyLeft() {
    assertThat(Deadline.NEVER.isNever()).isTrue();
    assertThat(Deadline.NEVER.hasPassed()).isFalse();
    assertThat(Deadline.NEVER.nanosLeft()).isEqualTo(CENTURY.toNanos());
    assertThat(Deadline.NEVER.left()).isEqualTo(CENTURY);
  }

  @Test
  void everyInstant_isNotNever() {
    for (long nanoTime : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
      assertThat(new Deadline(nanoTime).isNever()).isFalse();
      assertThat(new Deadline(nanoTime)).isNotEqualTo(Deadline.NEVER);
    }
  }

  @Test
  void earlier_ofTwo_isTheOneThatComesFirst() {
    Deadline passed = Deadline.after(Duration.ZERO);
    assertThat(passed.earlier(LATE)).isSameAs(passed);
    assertThat(LATE.earlier(passed)).isSameAs(passed);
    assertThat(LATE.earlier(LATE)).isSameAs(LATE);
  }

  @Test
  void earlier_ofTheSameInstant_isTheReceiver() {
    Deadline deadline = new Deadline(1);
    assertThat(deadline.earlier(new Deadline(1))).isSameAs(deadline);
  }

  @Test
  void earlier_thanNever_isAnyOther() {
    Deadline century = Deadline.after(CENTURY);
    assertThat(Deadline.NEVER.earlier(century)).isSameAs(century);
    assertThat(century.earlier(Deadline.NEVER)).isSameAs(century);
    assertThat(Deadline.NEVER.earlier(Deadline.NEVER)).isSameAs(Deadline.NEVER);
  }

  @Test
  void earlier_whereTheClockWrapsAround_isTheOneBefore() {
    Deadline before = new Deadline(Long.MAX_VALUE);
    Deadline behind = new Deadline(Long.MIN_VALUE);
    assertThat(before.earlier(behind)).isSameAs(before);
    assertThat(behind.earlier(before)).isSameAs(before);
  }

  @Test
  void toString_saysWhatIsLeft() {
    assertThat(Deadline.NEVER).hasToString("no deadline");
    assertThat(Deadline.after(Duration.ZERO)).hasToString("a deadline in PT0S");
  }
}
