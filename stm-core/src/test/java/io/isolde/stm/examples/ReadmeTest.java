package io.isolde.stm.examples;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;
import static io.isolde.stm.Stm.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.stm.LongRef;
import org.junit.jupiter.api.Test;

/** The first program that a reader meets, in README.md and in the overview of {@code Stm}. */
class ReadmeTest {
  @Test
  void readmeProgram_runsTwoThreads_movesTheMoney() throws InterruptedException {
    // @start region="transfer"
    LongRef alice = LongRef.of(100);
    LongRef bob = LongRef.of(0);

    Thread payer =
        Thread.startVirtualThread(
            () ->
                atomic(
                    () -> { // all or nothing
                      check(alice.get() >= 130); // waits until something read here changes
                      alice.add(-130);
                      bob.add(130);
                    }));
    atomic(() -> alice.add(50)); // now alice can pay
    payer.join();
    long total = snapshot(() -> alice.get() + bob.get()); // one consistent view
    // @end

    assertThat(alice.get()).isEqualTo(20);
    assertThat(bob.get()).isEqualTo(130);
    assertThat(total).isEqualTo(150);
  }
}
