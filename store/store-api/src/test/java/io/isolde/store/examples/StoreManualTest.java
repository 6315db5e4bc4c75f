package io.isolde.store.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.stm.LongRef;
import io.isolde.stm.Stm;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreRef;
import org.junit.jupiter.api.Test;

/** The examples of docs/store.md and of the Javadoc. */
class StoreManualTest {
  // @start region="value"
  record Account(String owner, long balance) {
    Account plus(long amount) {
      return new Account(owner, balance + amount);
    }
  }

  // @end

  static final class InsufficientFundsException extends Exception {
    private static final long serialVersionUID = 1;

    InsufficientFundsException(Account account, long amount) {
      super(account + " cannot pay " + amount);
    }
  }

  // @start region="transfer"
  static void transfer(Store store, StoreRef<Account> from, StoreRef<Account> to, long amount)
      throws InsufficientFundsException {
    store.transact(
        () -> {
          Account payer = from.get();
          if (payer.balance() < amount) {
            throw new InsufficientFundsException(payer, amount); // nothing has changed
          }
          from.set(payer.plus(-amount));
          to.set(to.get().plus(amount));
        });
  }

  // @end

  @Test
  void bank_ofTheManual_works() throws InsufficientFundsException {
    // @start region="open"
    try (Store store = Store.open("stm:")) {
      StoreRef<Account> alice = store.ref("alice", Account.class, new Account("Alice", 100));
      StoreRef<Account> bob = store.ref("bob", Account.class, new Account("Bob", 0));
      StoreCounter transfers = store.counter("transfers");

      store.transact(
          () -> {
            transfer(store, alice, bob, 30);
            transfers.increment();
          });

      long total = store.snapshot(() -> alice.get().balance() + bob.get().balance());
      assertThat(total).isEqualTo(100);
      assertThat(bob.get().balance()).isEqualTo(30);
    }
    // @end
  }

  @Test
  void transfer_withoutFunds_changesNothing() {
    try (Store store = Store.open("lock:")) {
      StoreRef<Account> alice = store.ref("alice", Account.class, new Account("Alice", 100));
      StoreRef<Account> bob = store.ref("bob", Account.class, new Account("Bob", 0));

      assertThatThrownBy(() -> transfer(store, alice, bob, 101))
          .isInstanceOf(InsufficientFundsException.class);

      assertThat(alice.get().balance()).isEqualTo(100);
    }
  }

  @Test
  void operations_outsideTransactions_areAtomic() {
    try (Store store = Store.open("stm:")) {
      // @start region="alone"
      StoreRef<Account> alice = store.ref("alice", Account.class, new Account("Alice", 100));
      Account richer = alice.updateAndGet(account -> account.plus(5));
      boolean renamed = alice.compareAndSet(richer, new Account("Alice B.", richer.balance()));
      // @end
      assertThat(renamed).isTrue();
    }
  }

  @Test
  void plainRefs_ofTheManual_mix() {
    try (Store store = Store.open("stm:")) {
      StoreCounter served = store.counter("served");
      // @start region="mix"
      LongRef queue = LongRef.of(3);
      Stm.atomic(
          () -> {
            queue.decrement();
            served.increment();
          });
      // @end
      assertThat(queue.get() + served.get()).isEqualTo(3);
    }
  }

  @Test
  void capabilities_ofTheManual_areAsked() throws InterruptedException {
    try (Store store = Store.open("stm:")) {
      StoreCounter stock = store.counter("stock");
      Thread supplier = Thread.startVirtualThread(stock::increment);
      // @start region="wait"
      if (store.capabilities().contains(Capability.RETRY)) {
        store.transact(
            () -> {
              store.check(stock.get() > 0); // waits until another transaction adds some
              stock.decrement();
            });
      }
      // @end
      supplier.join();
      assertThat(stock.get()).isZero();
    }
  }
}
