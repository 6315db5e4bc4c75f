package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.store.Capability;
import org.junit.jupiter.api.Test;

/** Many transfers between few accounts: everybody sees the same total at every moment. */
interface TransferContract extends ContractPart {
  @Test
  default void transfer_underContention_preservesTotal() throws Exception {
    requires(Capability.ATOMIC_OVER_KEYS);
    Bank bank = new Bank(store());

    Worker.runAll(6, bank::serve);

    assertThat(bank.totalsSeen()).containsExactly(bank.openingTotal());
    assertThat(bank.total()).isEqualTo(bank.openingTotal());
  }
}
