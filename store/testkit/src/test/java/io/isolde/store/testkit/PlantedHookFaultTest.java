package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.TransactionBody;
import io.isolde.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract detects faults planted in hooks and alternatives. */
class PlantedHookFaultTest {
  /** Runs hooks when they are registered. */
  private static final class WithHooksAtOnce extends FaultyStore {
    WithHooksAtOnce(Store right) {
      super(right);
    }

    @Override
    public void afterCommit(Runnable hook) {
      hook.run();
    }
  }

  /** Runs after-commit hooks at the end of the body, as a part of the transaction. */
  private static final class WithHooksInside extends FaultyStore {
    private final ThreadLocal<List<Runnable>> hooks = ThreadLocal.withInitial(ArrayList::new);

    WithHooksInside(Store right) {
      super(right);
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T transact(TransactionBody<T, X> body)
        throws X {
      return right.transact(
          () -> {
            T result = body.run();
            List<Runnable> ended = hooks.get();
            hooks.remove();
            ended.forEach(Runnable::run);
            return result;
          });
    }

    @Override
    public void afterCommit(Runnable hook) {
      hooks.get().add(hook);
    }
  }

  /** Runs after-commit hooks after rollbacks, too. */
  private static final class WithHooksKept extends FaultyStore {
    WithHooksKept(Store right) {
      super(right);
    }

    @Override
    public void afterCommit(Runnable hook) {
      right.afterCommit(hook);
      right.afterRollback(hook);
    }
  }

  /** Forgets after-rollback hooks. */
  private static final class WithoutRollbackHooks extends FaultyStore {
    WithoutRollbackHooks(Store right) {
      super(right);
    }

    @Override
    public void afterRollback(Runnable hook) {}
  }

  /** Conceals what hooks throw. */
  private static final class WithSilentHooks extends FaultyStore {
    WithSilentHooks(Store right) {
      super(right);
    }

    @Override
    public void afterCommit(Runnable hook) {
      right.afterCommit(() -> run(hook));
    }

    private static void run(Runnable hook) {
      try {
        hook.run();
      } catch (RuntimeException e) {
        return; // the fault
      }
    }
  }

  private static final class Retry extends Error {
    Retry() {
      super("retry", null, false, false);
    }
  }

  /** Runs the second alternative on top of the effects of the first one. */
  private static final class WithoutUndoneAlternatives extends FaultyStore {
    WithoutUndoneAlternatives(Store right) {
      super(right);
    }

    @Override
    public Error retry() {
      throw new Retry();
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T orElse(
        TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
      return right.transact(
          () -> {
            try {
              return first.run();
            } catch (Retry e) {
              return second.run();
            }
          });
    }
  }

  /** If both alternatives retry, waits only for what the second one has read. */
  private static final class WithForgottenReads extends FaultyStore {
    private final ThreadLocal<Boolean> inFirst = ThreadLocal.withInitial(() -> false);

    WithForgottenReads(Store right) {
      super(right);
    }

    @Override
    public Error retry() {
      if (inFirst.get()) {
        throw new Retry();
      }
      throw right.retry();
    }

    @Override
    public <T extends @Nullable Object, X extends Throwable> T orElse(
        TransactionBody<T, X> first, TransactionBody<T, X> second) throws X {
      inFirst.set(true);
      try {
        return right.transact(first);
      } catch (Retry e) {
        inFirst.set(false);
        return right.transact(second);
      } finally {
        inFirst.set(false);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void hooksThatRunAtOnce_areCaught(String uri) {
    try (Store store = new WithHooksAtOnce(Store.open(uri))) {
      HooksContract hooks = () -> store;
      assertCaught(hooks::afterCommit_committed_runsOnceAndInOrderBeforeTransactReturns);
      assertCaught(hooks::afterCommit_bodyThrows_isDropped);
      assertCaught(hooks::nestedBlock_rolledBack_dropsItsHooksAndRunsThoseOfRollbackAtTheEnd);
      assertCaught(hooks::hooks_outsideTransaction_areRefused);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void hooksInsideTheTransaction_areCaught(String uri) {
    System.setProperty(Patience.PROPERTY, "1");
    try (Store store = new WithHooksInside(Store.open(uri))) {
      HooksContract hooks = () -> store;
      assertCaught(hooks::afterCommit_committed_runsOutsideTheTransactionOnTheCallersThread);
    } finally {
      System.clearProperty(Patience.PROPERTY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void hooksThatOutliveARollback_areCaught(String uri) {
    try (Store store = new WithHooksKept(Store.open(uri))) {
      HooksContract hooks = () -> store;
      assertCaught(hooks::afterCommit_bodyThrows_isDropped);
      assertCaught(hooks::nestedBlock_succeedsInsideOneThatThrows_isRolledBackWithIt);
      assertCaught(hooks::orElse_firstIsRolledBack_dropsItsHooksAndRunsThoseOfRollback);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void forgottenRollbackHooks_areCaught(String uri) {
    try (Store store = new WithoutRollbackHooks(Store.open(uri))) {
      HooksContract hooks = () -> store;
      assertCaught(hooks::afterRollback_bodyThrows_runsOnceOutsideTheTransactionOnTheCallersThread);
      assertCaught(hooks::afterRollback_throws_isSuppressedInWhatTheBodyThrew);
      assertCaught(hooks::hooks_inSnapshot_run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:"})
  void hooksThatFailSilently_areCaught(String uri) {
    try (Store store = new WithSilentHooks(Store.open(uri))) {
      HooksContract hooks = () -> store;
      assertCaught(hooks::afterCommit_throws_reachesTheCallerAndTheCommitStands);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stm:", "lock:", "agents:"})
  void alternativesThatAreNotUndone_areCaught(String uri) {
    try (Store store = new WithoutUndoneAlternatives(Store.open(uri))) {
      OrElseContract alternatives = () -> store;
      assertCaught(alternatives::orElse_firstRetries_isUndoneAndSecondRuns);
      assertCaught(alternatives::orElse_insideTransaction_undoesTheFirstAlternativeOnly);
      assertCaught(alternatives::orElse_nestedAlternativesRetry_outerSecondRuns);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "stm:")
  void forgottenReadsOfTheFirstAlternative_areCaught(String uri) {
    System.setProperty(Patience.PROPERTY, "1");
    try (Store store = new WithForgottenReads(Store.open(uri))) {
      OrElseContract alternatives = () -> store;
      assertCaught(alternatives::orElse_bothRetry_waitsForWhatTheFirstRead);
    } finally {
      System.clearProperty(Patience.PROPERTY);
    }
  }

  private static void assertCaught(ThrowingCallable law) {
    assertThatThrownBy(law).isInstanceOf(AssertionError.class);
  }
}
