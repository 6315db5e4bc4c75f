package io.isolde.stm.errors;

import static io.isolde.stm.Stm.atomic;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.AfterCommitException;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.stm.Transaction;
import io.isolde.stm.engine.EngineProbe;
import org.jspecify.annotations.Nullable;

/** The conditions that must hold after a deed, whatever it threw. */
final class Aftermath {
  private Aftermath() {}

  static void assertNothingLeft(Deed deed, @Nullable Throwable thrown) {
    assertThat(Stm.inTransaction()).as("still inside a transaction").isFalse();
    deed.check().accept(thrown == null || thrown instanceof AfterCommitException);
    Bystander.awaitIdle();
    EngineProbe.assertNothingHeld(deed.cells());
    assertUsable();
    EngineProbe.assertNothingHeld(deed.cells());
    EngineProbe.forgetHabits(); // so that the next deed begins in brief mode
  }

  /**
   * Asserts that later transactions are not nested in a dead one, and that the turns of their hooks
   * come.
   */
  private static void assertUsable() {
    LongRef ref = LongRef.of(0);
    boolean[] called = new boolean[1];
    atomic(
        () -> {
          ref.set(1);
          Transaction.current().afterCommit(() -> called[0] = true);
        });
    assertThat(ref.get()).isEqualTo(1);
    assertThat(called[0]).isTrue();
  }
}
