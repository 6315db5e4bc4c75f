package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.checks.Threads;
import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import org.junit.jupiter.api.Test;

/** The example of comparisons: transfers that wait for money, and do not conflict. */
class ComparisonsExampleTest {
  // @start region="transfer"
  static void transfer(LongRef payer, LongRef payee, long amount) {
    atomic(
        () -> {
          check(payer.isAtLeast(amount)); // the transaction depends on the answer only
          payer.add(-amount);
          payee.add(amount);
        });
  }

  // @end

  @Test
  void transfers_ofManyThreads_runOnceAndNeverOverdraw() {
    LongRef alice = LongRef.of(1_000);
    LongRef bob = LongRef.of(1_000);
    try (Threads threads = Threads.platform()) {
      threads.start(() -> repeat(() -> transfer(alice, bob, 1)));
      threads.start(() -> repeat(() -> transfer(bob, alice, 1)));
      threads.start(
          () -> repeat(() -> assertThat(alice.isAtMost(-1) || bob.isAtMost(-1)).isFalse()));
      threads.join();
    }
    assertThat(alice.get()).isEqualTo(1_000);
    assertThat(bob.get()).isEqualTo(1_000);
  }

  private static void repeat(Runnable action) {
    for (int i = 0; i < 1_000; i++) {
      action.run();
    }
  }

  @Test
  void transfer_withoutMoney_waitsForIt() {
    LongRef alice = LongRef.of(0);
    LongRef bob = LongRef.of(0);
    try (Threads threads = Threads.platform()) {
      Thread waiting = threads.start(() -> transfer(alice, bob, 30));
      Threads.untilParkedOrEnded(waiting);
      long waits = Stm.statistics().waits();
      alice.add(20); // the answer is the same
      alice.add(10);
      threads.join();
      assertThat(Stm.statistics().waits()).isEqualTo(waits);
    }
    assertThat(bob.get()).isEqualTo(30);
  }
}
