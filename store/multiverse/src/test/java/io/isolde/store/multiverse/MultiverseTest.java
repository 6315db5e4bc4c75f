package io.isolde.store.multiverse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.multiverse.api.LockMode;
import org.multiverse.stms.gamma.transactionalobjects.GammaTxnRef;
import org.multiverse.stms.gamma.transactions.fat.FatVariableLengthGammaTxn;

class MultiverseTest {
  private final Multiverse multiverse = new Multiverse();

  @Test
  void transaction_takenBack_isLentAgain() {
    FatVariableLengthGammaTxn first = multiverse.lend();
    first.commit();
    multiverse.takeBack(first);

    assertThat(multiverse.lend()).isSameAs(first);
    assertThat(multiverse.lend()).isNotSameAs(first);
    assertThat(first.isAlive()).isTrue();
  }

  @Test
  void transaction_reads_locksWhatItRead() {
    GammaTxnRef<Object> ref = multiverse.newRef("value");
    FatVariableLengthGammaTxn transaction = multiverse.lend();

    ref.get(transaction);
    assertThat(ref.atomicGetLockMode()).isEqualTo(LockMode.Read);
    ref.set(transaction, "new value");
    assertThat(ref.atomicGetLockMode()).isEqualTo(LockMode.Write);
    transaction.commit();
    assertThat(ref.atomicGetLockMode()).isEqualTo(LockMode.None);
  }

  /** Otherwise, one hash in 128 would be near one of the ends. */
  @Test
  void refs_new_haveHashesAwayFromTheEnds() {
    int margin = 1 << 23;

    assertThat(IntStream.range(0, 10_000).map(i -> multiverse.newRef(i).identityHashCode()))
        .allMatch(hash -> hash >= margin && hash <= Integer.MAX_VALUE - margin);
  }
}
