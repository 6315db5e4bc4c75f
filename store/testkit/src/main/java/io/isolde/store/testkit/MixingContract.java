package io.isolde.store.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Transactions of other stores and of {@code Stm}: a store joins them completely, or not at all.
 */
interface MixingContract extends ContractPart {
  @Test
  default void stmTransaction_joined_isAtomicWithPlainRefs() {
    requires(Capability.JOINS_STM);
    LongRef plain = LongRef.of(0);
    StoreCounter hits = store().counter("hits");

    assertThatThrownBy(
            () ->
                Stm.atomic(
                    () -> {
                      plain.set(1);
                      hits.set(1);
                      store().transact(() -> hits.add(1));
                      throw new IOException("planned");
                    }))
        .isInstanceOf(IOException.class);

    assertThat(plain.get()).isZero();
    assertThat(hits.get()).isZero();
  }

  @Test
  default void transactionOfOtherStore_joined_isAtomicWithIt() {
    requires(Capability.JOINS_STM);
    StoreCounter hits = store().counter("hits");
    try (Store other = Store.open("stm:")) {
      StoreCounter theirs = other.counter("hits");

      assertThatThrownBy(
              () ->
                  other.transact(
                      () -> {
                        theirs.set(1);
                        hits.set(1);
                        throw new IOException("planned");
                      }))
          .isInstanceOf(IOException.class);
      assertThat(theirs.get() + hits.get()).isZero();

      other.transact(() -> hits.add(theirs.addAndGet(2)));
      assertThat(hits.get()).isEqualTo(2);
    }
  }

  @Test
  default void stmTransaction_notJoined_refusesEveryOperation() {
    requiresLackOf(Capability.JOINS_STM);
    Stm.atomic(() -> everyOperationIsRefused("an Stm transaction"));

    assertNothingHasChanged();
  }

  @Test
  default void transactionOfExclusiveStore_refusesEveryOperation() {
    try (Store other = Store.open("lock:")) {
      other.transact(() -> everyOperationIsRefused("a transaction of another store, lock:"));
      other.snapshot(() -> everyOperationIsRefused("a transaction of another store, lock:"));
    }

    assertNothingHasChanged();
  }

  @Test
  default void transactionOfExclusiveStore_hasEnded_refusesNothing() {
    try (Store other = Store.open("lock:")) {
      assertThatThrownBy(
              () ->
                  other.transact(
                      () -> {
                        throw new IOException("planned");
                      }))
          .isInstanceOf(IOException.class);
    }

    store().counter("hits").set(1);
    assertThat(store().counter("hits").get()).isEqualTo(1);
  }

  @Test
  default void name_inTransactionThatCannotBeJoined_isOpened() {
    try (Store other = Store.open("lock:")) {
      StoreCounter hits = other.transact(() -> store().counter("hits"));

      assertThat(store().counter("hits")).isSameAs(hits);
    }
  }

  private void everyOperationIsRefused(String transaction) {
    for (ThrowingCallable operation : Operations.on(store()).joining()) {
      assertThatIllegalStateException()
          .isThrownBy(operation)
          .withMessageContainingAll(store().toString(), "cannot join " + transaction);
    }
  }

  private void assertNothingHasChanged() {
    Operations.on(store()).assertNothingHasChanged();
  }
}
