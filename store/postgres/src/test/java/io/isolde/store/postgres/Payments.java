package io.isolde.store.postgres;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;

// @start region="program"
/** Pays orders, and prints what the bank holds. Any number of processes may do so at a time. */
final class Payments {
  record Account(String owner, long balance) {
    Account plus(long amount) {
      return new Account(owner, balance + amount);
    }
  }

  private final Store store;
  private final StoreMap<String, Account> accounts;
  private final StoreMap<String, Long> orders;

  Payments(Store store) {
    this.store = store;
    this.accounts = store.map("accounts", String.class, Account.class);
    this.orders = store.map("orders", String.class, Long.class);
  }

  void openAccount(String id, String owner, long balance) {
    accounts.putIfAbsent(id, new Account(owner, balance));
  }

  /** Pays an order once, however often it is called for it, and by whichever process. */
  void pay(String order, String from, String to, long amount) {
    store.transact(
        () -> {
          if (orders.putIfAbsent(order, amount) == null) {
            accounts.put(from, accounts.get(from).plus(-amount));
            accounts.put(to, accounts.get(to).plus(amount));
          }
        });
  }

  long total() {
    return store.snapshot(() -> accounts.values().stream().mapToLong(Account::balance).sum());
  }

  long balance(String id) {
    return accounts.get(id).balance();
  }

  public static void main(String[] args) {
    try (Store store = Store.open(args[0])) { // postgres://db.example.com/bank?schema=payments
      Payments payments = new Payments(store);
      payments.openAccount("alice", "Alice", 100);
      payments.openAccount("bob", "Bob", 0);
      payments.pay("order-1", "alice", "bob", 30);
      System.out.println(payments.balance("bob") + " of " + payments.total());
    }
  }
}
// @end
