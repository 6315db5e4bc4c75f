package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.isolde.checks.Threads;
import io.isolde.checks.Threads.Kind;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A validator refuses every commit of a value that breaks its rule, however the value was produced.
 */
class ValidatorTest {
  private static Stream<Named<Consumer<LongRef>>> writesOfMinusOne() {
    return Stream.of(
        Named.of("set outside", ref -> ref.set(-1)),
        Named.of("add outside", ref -> ref.add(-1)),
        Named.of("commute outside", ref -> ref.commute(x -> -1)),
        Named.of("decrementAndGet outside", LongRef::decrementAndGet),
        Named.of("set in a transaction", ref -> atomic(() -> ref.set(-1))),
        Named.of("add in a transaction", ref -> atomic(() -> ref.add(-1))),
        Named.of(
            "two additions",
            ref ->
                atomic(
                    () -> {
                      ref.add(5);
                      ref.add(-6);
                    })),
        Named.of("commute in a transaction", ref -> atomic(() -> ref.commute(x -> x - 1))),
        Named.of("set in a nested block", ref -> atomic(() -> atomic(() -> ref.set(-1)))),
        Named.of(
            "set in a before-commit hook",
            ref -> atomic(() -> Transaction.current().beforeCommit(() -> ref.set(-1)))));
  }

  @ParameterizedTest
  @MethodSource("writesOfMinusOne")
  void commit_ofAnInvalidValue_isRefused(Consumer<LongRef> write) {
    LongRef ref = LongRef.named("balance", 0);
    LongRef other = LongRef.of(0);
    Subscription validator = ref.addValidator("must not be negative", x -> x >= 0);
    try (validator) {
      assertThatThrownBy(() -> write.accept(ref))
          .isInstanceOf(ValidationException.class)
          .hasMessage("ref 'balance' refuses -1: must not be negative");
      assertThatThrownBy(
              () ->
                  atomic(
                      () -> {
                        other.set(1);
                        write.accept(ref);
                      }))
          .isInstanceOf(ValidationException.class);
      assertThat(ref.get()).isZero();
      assertThat(other.get()).isZero();
      assertThat(Stm.inTransaction()).isFalse();
      ref.set(3);
    }
    assertThat(ref.get()).isEqualTo(3);
    ref.set(0);
    write.accept(ref);
    assertThat(ref.get()).isEqualTo(-1);
  }

  @Test
  void validators_ofEveryTypeOfRef_refuse() {
    IntRef i = IntRef.named("i", 1);
    DoubleRef d = DoubleRef.named("d", 1);
    Ref<String> o = Ref.named("o", "1");
    i.addValidator("positive", x -> x > 0);
    d.addValidator("positive", x -> x > 0);
    o.addValidator("not null", x -> x != null);
    assertThatThrownBy(() -> i.add(-1)).hasMessage("ref 'i' refuses 0: positive");
    assertThatThrownBy(() -> i.add(Integer.MAX_VALUE))
        .hasMessage("ref 'i' refuses -2147483648: positive");
    assertThatThrownBy(() -> d.add(-1.5)).hasMessage("ref 'd' refuses -0.5: positive");
    assertThatThrownBy(() -> d.commute(x -> -x)).hasMessage("ref 'd' refuses -1.0: positive");
    assertThatThrownBy(() -> o.set(null)).hasMessage("ref 'o' refuses null: not null");
    assertThatThrownBy(() -> o.commute(x -> null)).hasMessage("ref 'o' refuses null: not null");
    i.add(1);
    d.add(1);
    o.set("2");
    assertThat(i.get() + " " + d.get() + " " + o.get()).isEqualTo("2 2.0 2");
  }

  /** Only the value to be committed counts, not intermediate values. */
  @Test
  void value_invalidForAWhileOnly_isCommitted() {
    LongRef ref = LongRef.of(0);
    ref.addValidator("not negative", x -> x >= 0);
    atomic(
        () -> {
          ref.set(-5);
          ref.add(6);
        });
    assertThat(ref.get()).isEqualTo(1);
    atomic(
        () -> {
          assertThatThrownBy(
                  () ->
                      atomic(
                          () -> {
                            ref.set(-5);
                            throw new IllegalStateException();
                          }))
              .isInstanceOf(IllegalStateException.class);
        });
    assertThat(ref.get()).isEqualTo(1);
  }

  @Test
  void validators_ofOneRef_allHaveToAgree() {
    LongRef ref = LongRef.of(5);
    Subscription low = ref.addValidator("at least 0", x -> x >= 0);
    Subscription high = ref.addValidator("at most 10", x -> x <= 10);
    assertThatThrownBy(() -> ref.set(-1)).hasMessageEndingWith("at least 0");
    assertThatThrownBy(() -> ref.set(11)).hasMessageEndingWith("at most 10");
    low.close();
    low.close();
    ref.set(-1);
    assertThatThrownBy(() -> ref.set(11)).hasMessageEndingWith("at most 10");
    high.close();
    ref.set(11);
    assertThat(ref.get()).isEqualTo(11);
  }

  @Test
  void addValidator_thatRefusesThePresentValue_addsNothing() {
    LongRef ref = LongRef.named("x", -1);
    assertThatThrownBy(() -> ref.addValidator("not negative", x -> x >= 0))
        .isInstanceOf(ValidationException.class)
        .hasMessage("ref 'x' refuses -1: not negative");
    ref.set(-2);
    assertThat(ref.get()).isEqualTo(-2);
    Ref<String> object = Ref.of(null);
    assertThatThrownBy(() -> object.addValidator("not null", x -> x != null))
        .isInstanceOf(ValidationException.class);
    object.set(null);
  }

  @Test
  void addValidator_thatThrows_addsNothing() {
    LongRef ref = LongRef.of(0);
    IllegalStateException failure = new IllegalStateException();
    assertThatThrownBy(
            () ->
                ref.addValidator(
                    "throws",
                    x -> {
                      throw failure;
                    }))
        .isSameAs(failure);
    ref.set(1);
    assertThat(ref.get()).isEqualTo(1);
  }

  /**
   * The validator is added while a commit is under way that has not seen it: after the commit has
   * applied its functions and before it takes its locks.
   */
  @Test
  void addValidator_duringACommit_isAskedByIt() {
    LongRef ref = LongRef.of(0);
    AtomicInteger applications = new AtomicInteger();
    assertThatThrownBy(
            () ->
                ref.commute(
                    x -> {
                      if (applications.incrementAndGet() == 1) {
                        Threads.elsewhere(() -> ref.addValidator("not negative", y -> y >= 0));
                      }
                      return -1;
                    }))
        .isInstanceOf(ValidationException.class);
    assertThat(ref.get()).isZero();
  }

  /**
   * The sum that is committed must be the sum that was validated, whatever others add in between.
   */
  @Test
  void validator_overtakenWhileItRuns_isAskedAgain() {
    LongRef ref = LongRef.of(0);
    AtomicInteger tests = new AtomicInteger();
    ref.addValidator(
        "at most 10",
        x -> {
          if (x == 6 && tests.incrementAndGet() == 1) {
            Threads.elsewhere(() -> ref.add(6));
          }
          return x <= 10;
        });
    ref.set(0);
    assertThatThrownBy(() -> ref.add(6)).isInstanceOf(ValidationException.class);
    assertThat(ref.get()).isEqualTo(6);
  }

  /**
   * After addValidator has returned, no invalid value exists and none is committed, even if writers
   * keep trying.
   */
  @Test
  void addValidator_besideWritersThatNeverPause_admitsNoInvalidValueAfterwards() {
    for (int round = 0; round < 30; round++) {
      LongRef ref = LongRef.of(0);
      try (Threads threads = Threads.platform()) {
        threads.repeat(() -> Threads.ignoringFailure(() -> ref.set(-ref.get() - 1)));
        threads.repeat(() -> Threads.ignoringFailure(() -> atomic(() -> ref.set(ref.get() + 1))));
        threads.repeat(() -> Threads.ignoringFailure(() -> ref.add(-3)));
        AtomicInteger added = new AtomicInteger();
        Threads.until(() -> isAdded(ref, added));
        for (int i = 0; i < 200; i++) {
          assertThat(ref.get()).isNotNegative();
        }
        threads.finish();
      }
      assertThat(ref.get()).isNotNegative();
    }
  }

  @SuppressWarnings("EmptyCatch") // fails half of the time, when the present value is negative
  private static boolean isAdded(LongRef ref, AtomicInteger added) {
    try {
      ref.addValidator("not negative", x -> x >= 0);
      added.incrementAndGet();
    } catch (ValidationException e) {
      // the caller tries again
    }
    return added.get() > 0;
  }

  @Test
  void additions_underContention_neverPassTheLimit() {
    LongRef ref = LongRef.of(0);
    ref.addValidator("at most 100", x -> x <= 100);
    AtomicInteger refused = new AtomicInteger();
    Threads.together(
        Threads.Kind.PLATFORM,
        4,
        number -> {
          for (int i = 0; i < 500; i++) {
            if (catchThrowable(() -> ref.add(1)) != null) {
              refused.incrementAndGet();
            }
            assertThat(ref.get()).isLessThanOrEqualTo(100);
          }
        });
    assertThat(ref.get()).isEqualTo(100);
    assertThat(refused).hasValue(4 * 500 - 100);
  }

  // ---- a validator that is refused ----

  /** While a validator checks the present value, others may still commit values that it refuses. */
  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void validator_thatIsRefused_vetoesNobodyMeanwhile(long present) {
    LongRef ref = LongRef.of(present);
    Thread adder = Thread.currentThread();
    assertThatThrownBy(
            () ->
                ref.addValidator(
                    "must not be negative",
                    x -> {
                      if (Thread.currentThread() == adder) {
                        Threads.elsewhere(() -> ref.set(-2));
                        Threads.elsewhere(() -> atomic(() -> ref.add(-1)));
                      }
                      return x >= 0;
                    }))
        .isInstanceOf(ValidationException.class);
    assertThat(ref.get()).isEqualTo(-3);
  }

  @Test
  void validators_thatAreRefused_besideWriters_areNotNoticed() {
    LongRef ref = LongRef.of(1);
    try (Threads threads = Threads.of(Kind.PLATFORM)) {
      threads.repeat(() -> atomic(() -> ref.set(ref.get() + 1)));
      threads.repeat(() -> ref.add(1));
      for (int i = 0; i < 2_000; i++) {
        assertThatThrownBy(() -> ref.addValidator("must be negative", x -> x < 0))
            .isInstanceOf(ValidationException.class);
      }
      threads.finish();
    }
  }

  @Test
  void validator_addedInATransactionThatHasReadTheRef_holdsAtOnce() {
    LongRef ref = LongRef.of(1);
    Subscription validator =
        atomic(
            () -> {
              ref.get();
              return ref.addValidator("must not be negative", x -> x >= 0);
            });
    try (validator) {
      assertThatThrownBy(() -> ref.set(-1)).isInstanceOf(ValidationException.class);
    }
  }
}
