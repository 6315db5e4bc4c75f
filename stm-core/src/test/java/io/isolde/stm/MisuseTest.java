package io.isolde.stm;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.orElse;
import static io.isolde.stm.Stm.retry;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.checks.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Misuse is refused and changes nothing, and the message says what was wrong and what is expected.
 */
class MisuseTest {
  // ---- a Transaction where it does not belong ----

  private static Stream<Named<Consumer<Transaction>>> usesOfATransaction() {
    return Stream.of(
        Named.of("attempt", Transaction::attempt),
        Named.of("name", Transaction::name),
        Named.of("isReadOnly", Transaction::isReadOnly),
        Named.of("beforeCommit", tx -> tx.beforeCommit(() -> {})),
        Named.of("afterCommit", tx -> tx.afterCommit(() -> {})),
        Named.of("afterRollback", tx -> tx.afterRollback(() -> {})));
  }

  @ParameterizedTest
  @MethodSource("usesOfATransaction")
  void transaction_usedAfterItsBody_isRefused(Consumer<Transaction> use) {
    Transaction leaked = atomic(TransactionOptions.named("leaky"), () -> Transaction.current());
    assertThatThrownBy(() -> use.accept(leaked))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "attempt 1 of transaction 'leaky' is over", "must not leave the body");
    atomic(
        () ->
            assertThatThrownBy(() -> use.accept(leaked)).isInstanceOf(IllegalStateException.class));
  }

  @ParameterizedTest
  @MethodSource("usesOfATransaction")
  void transaction_usedInALaterAttempt_isRefused(Consumer<Transaction> use) {
    LongRef ref = LongRef.of(0);
    AtomicReference<Transaction> first = new AtomicReference<>();
    AtomicInteger refused = new AtomicInteger();
    atomic(
        () -> {
          long seen = ref.get();
          if (first.compareAndSet(null, Transaction.current())) {
            Threads.elsewhere(ref::increment);
          } else {
            assertThatThrownBy(() -> use.accept(first.get()))
                .isInstanceOf(IllegalStateException.class);
            refused.incrementAndGet();
          }
          ref.set(seen + 1);
        });
    assertThat(refused).hasValue(1);
  }

  @ParameterizedTest
  @MethodSource("usesOfATransaction")
  void transaction_usedByAnotherThread_isRefused(Consumer<Transaction> use) {
    atomic(
        TransactionOptions.named("shared"),
        () -> {
          Transaction tx = Transaction.current();
          Threads.elsewhere(
              () ->
                  assertThatThrownBy(() -> use.accept(tx))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContainingAll(
                          "transaction 'shared' belongs to", "cannot be shared between threads"));
          Threads.elsewhere(
              () ->
                  atomic(
                      () ->
                          assertThatThrownBy(() -> use.accept(tx))
                              .isInstanceOf(IllegalStateException.class)));
        });
  }

  @ParameterizedTest
  @MethodSource("usesOfATransaction")
  void transaction_usedInItsHooks_isRefusedAfterTheEnd(Consumer<Transaction> use) {
    AtomicInteger refused = new AtomicInteger();
    atomic(
        () -> {
          Transaction tx = Transaction.current();
          tx.afterCommit(
              () -> {
                assertThatThrownBy(() -> use.accept(tx)).isInstanceOf(IllegalStateException.class);
                refused.incrementAndGet();
              });
        });
    assertThat(refused).hasValue(1);
  }

  @Test
  void transaction_outsideAny_isRefused() {
    assertThatThrownBy(Transaction::current)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("Transaction.current()", "needs a transaction", "Stm.atomic");
  }

  @Test
  void requireNoTransaction_insideOne_isRefused() {
    Stm.requireNoTransaction();
    assertThatThrownBy(() -> atomic(Stm::requireNoTransaction))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("must not run inside a transaction", "afterCommit");
    assertThatThrownBy(() -> snapshot(Stm::requireNoTransaction))
        .isInstanceOf(IllegalStateException.class);
    assertThat(atomic(Stm::inTransaction)).isTrue();
    assertThat(Stm.inTransaction()).isFalse();
  }

  @Test
  void transaction_ofAThreadStartedInTheBody_isAnother() {
    atomic(
        () ->
            Threads.elsewhere(
                () -> {
                  assertThat(Stm.inTransaction()).isFalse();
                  Stm.requireNoTransaction();
                }));
  }

  // ---- writes in a snapshot ----

  private static Stream<Named<Runnable>> writes() {
    LongRef l = LongRef.named("a long", 1);
    IntRef i = IntRef.named("an int", 1);
    DoubleRef d = DoubleRef.named("a double", 1);
    BooleanRef b = BooleanRef.named("a boolean", true);
    Ref<String> o = Ref.named("an object", "1");
    return Stream.of(
        Named.of("LongRef.set", () -> l.set(1)),
        Named.of("LongRef.add", () -> l.add(1)),
        Named.of("LongRef.getAndIncrement", l::getAndIncrement),
        Named.of("LongRef.compareAndSet", () -> l.compareAndSet(1, 1)),
        Named.of("LongRef.commute", () -> l.commute(x -> x)),
        Named.of("IntRef.set", () -> i.set(1)),
        Named.of("IntRef.updateAndGet", () -> i.updateAndGet(x -> x)),
        Named.of("DoubleRef.add", () -> d.add(1)),
        Named.of("DoubleRef.getAndSet", () -> d.getAndSet(1)),
        Named.of("BooleanRef.set", () -> b.set(false)),
        Named.of("BooleanRef.negateAndGet", b::negateAndGet),
        Named.of("Ref.set", () -> o.set("1")),
        Named.of("Ref.getAndUpdate", () -> o.getAndUpdate(x -> x)),
        Named.of("Ref.commute", () -> o.commute(x -> x)));
  }

  @ParameterizedTest
  @MethodSource("writes")
  void write_inASnapshot_isRefusedByName(Runnable write) {
    assertThatThrownBy(() -> snapshot(() -> write.run()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "write to '(a|an) (long|int|double|boolean|object)' in a"
                + " snapshot.*read-only.*Stm\\.atomic.*");
  }

  // ---- refs inside functions that may not use them ----

  private static Stream<Named<Consumer<LongRef>>> usesOfARef() {
    return Stream.of(
        Named.of("get", LongRef::get),
        Named.of("set", ref -> ref.set(9)),
        Named.of("add", ref -> ref.add(9)),
        Named.of("compareAndSet", ref -> ref.compareAndSet(0, 9)),
        Named.of("atomic", ref -> atomic(() -> ref.get())),
        Named.of("snapshot", ref -> snapshot(() -> ref.get())),
        Named.of("orElse", ref -> orElse(() -> ref.get(), () -> ref.get())),
        Named.of("retry", ref -> retry()));
  }

  @ParameterizedTest
  @MethodSource("usesOfARef")
  void ref_usedInsideACommuteFunction_isRefused(Consumer<LongRef> use) {
    LongRef used = LongRef.of(0);
    Ref<Integer> commuted = Ref.of(1);
    assertThatThrownBy(() -> commuted.commute(x -> with(use, used, x)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("commute function or validator used a ref", "its argument only");
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      used.get();
                      commuted.commute(x -> with(use, used, x));
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(commuted.get()).isEqualTo(1);
    assertThat(used.get()).isZero();
  }

  private static int with(Consumer<LongRef> use, LongRef ref, int value) {
    use.accept(ref);
    return value;
  }

  /**
   * The refusal must not depend on whether the transaction happens to have written the ref itself.
   */
  @ParameterizedTest
  @MethodSource("usesOfARef")
  void refWrittenBefore_usedInsideACommuteFunction_isRefused(Consumer<LongRef> use) {
    LongRef used = LongRef.of(0);
    Ref<Integer> commuted = Ref.of(1);
    assertThatThrownBy(
            () ->
                atomic(
                    () -> {
                      used.set(5);
                      commuted.commute(x -> with(use, used, x));
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(commuted.get()).isEqualTo(1);
    assertThat(used.get()).isZero();
  }

  /**
   * Nor may it depend on whether the function is applied at the commit, or at once because the
   * value is known or read.
   */
  @ParameterizedTest
  @MethodSource("usesOfARef")
  void ref_usedInsideACommuteFunctionThatIsAppliedEarly_isRefused(Consumer<LongRef> use) {
    LongRef used = LongRef.of(0);
    Ref<Integer> commuted = Ref.of(1);
    assertThatThrownBy(
            () ->
                atomic(
                    TransactionOptions.timeout(Duration.ZERO),
                    () -> {
                      commuted.set(2);
                      commuted.commute(x -> with(use, used, x));
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () ->
                atomic(
                    TransactionOptions.timeout(Duration.ZERO),
                    () -> {
                      commuted.commute(x -> with(use, used, x));
                      commuted.get();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(commuted.get()).isEqualTo(1);
    assertThat(used.get()).isZero();
  }

  @ParameterizedTest
  @MethodSource("usesOfARef")
  void ref_usedInsideAValidator_isRefused(Consumer<LongRef> use) {
    LongRef used = LongRef.of(0);
    LongRef validated = LongRef.of(1);
    AtomicInteger tests = new AtomicInteger();
    Subscription validator =
        validated.addValidator(
            "misused",
            x -> {
              if (tests.getAndIncrement() > 0) {
                use.accept(used);
              }
              return true;
            });
    try (validator) {
      for (Runnable write : List.<Runnable>of(() -> validated.set(2), () -> validated.add(2))) {
        assertThatThrownBy(write::run)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("commute function or validator used a ref");
      }
      assertThatThrownBy(
              () ->
                  atomic(
                      () -> {
                        used.set(3);
                        validated.set(2);
                      }))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(validated.get()).isEqualTo(1);
    assertThat(used.get()).isZero();
  }

  // ---- the engine's error, swallowed ----

  @Test
  void lostAttempt_whoseErrorIsSwallowed_doesNotCommit() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    LongRef written = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    atomic(
        () -> {
          boolean first = bodies.incrementAndGet() == 1;
          a.get();
          if (first) {
            Threads.elsewhere(
                () ->
                    atomic(
                        () -> {
                          a.set(1);
                          b.set(1);
                        }));
          }
          swallow(b::get);
          swallow(() -> written.add(first ? 100 : 1));
          swallow(() -> atomic(() -> written.add(first ? 100 : 1)));
        });
    assertThat(bodies).hasValue(2);
    assertThat(written.get()).isEqualTo(2);
  }

  @Test
  void retry_whoseErrorIsSwallowed_waitsAllTheSame() {
    LongRef ref = LongRef.of(0);
    LongRef written = LongRef.of(0);
    AtomicInteger bodies = new AtomicInteger();
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      threads.start(
          () ->
              atomic(
                  () -> {
                    bodies.incrementAndGet();
                    swallow(() -> check(ref.get() == 1));
                    swallow(() -> written.add(1));
                    swallow(() -> Transaction.current().afterCommit(() -> written.add(10)));
                  }));
      Threads.until(() -> Stm.statistics().waits() > waits);
      assertThat(written.get()).isZero();
      ref.set(1);
      threads.join();
    }
    assertThat(bodies).hasValue(2);
    assertThat(written.get()).isEqualTo(11);
  }

  @Test
  void lostAttempt_whoseErrorIsReplaced_isRepeated() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    int attempts =
        atomic(
            () -> {
              a.get();
              if (Transaction.current().attempt() == 1) {
                Threads.elsewhere(
                    () ->
                        atomic(
                            () -> {
                              a.set(1);
                              b.set(1);
                            }));
              }
              try {
                b.get();
              } catch (Throwable t) {
                throw new IllegalStateException("not the reason", t);
              }
              return Transaction.current().attempt();
            });
    assertThat(attempts).isEqualTo(2);
  }

  @Test
  void lostAttempt_whoseErrorIsSwallowedInABeforeCommitHook_doesNotCommit() {
    LongRef a = LongRef.of(0);
    LongRef b = LongRef.of(0);
    LongRef written = LongRef.of(0);
    atomic(
        () -> {
          a.get();
          boolean first = Transaction.current().attempt() == 1;
          written.set(first ? 100 : 1);
          Transaction.current()
              .beforeCommit(
                  () -> {
                    if (first) {
                      Threads.elsewhere(
                          () ->
                              atomic(
                                  () -> {
                                    a.set(1);
                                    b.set(1);
                                  }));
                    }
                    swallow(b::get);
                  });
        });
    assertThat(written.get()).isEqualTo(1);
  }

  @Test
  void retry_swallowedInABranch_doesNotMakeThatBranchCommit() {
    LongRef ref = LongRef.of(0);
    LongRef written = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      long waits = Stm.statistics().waits();
      threads.start(
          () ->
              orElse(
                  () -> {
                    swallow(() -> check(ref.get() == 1));
                    swallow(() -> written.set(1));
                  },
                  () -> check(ref.get() == 2)));
      Threads.until(() -> Stm.statistics().waits() > waits);
      assertThat(written.get()).isZero();
      ref.set(1);
      threads.join();
    }
    assertThat(written.get()).isEqualTo(1);
  }

  @SuppressWarnings("CatchAndPrintStackTrace")
  private static void swallow(Runnable step) {
    try {
      step.run();
    } catch (Throwable t) {
      assertThat(t).hasMessageContaining("let it pass");
    }
  }
}
