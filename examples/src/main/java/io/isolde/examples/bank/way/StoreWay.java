package io.isolde.examples.bank.way;

import static java.util.Objects.requireNonNull;

import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Map;

/** A store whose transactions change both accounts at once, by whatever means. */
final class StoreWay implements Way {
  private final Store store;
  private final StoreMap<String, Account> accounts;
  private final Runnable body;

  StoreWay(Store store, Map<String, Account> opening, Runnable body) {
    this.store = store;
    this.body = body;
    accounts = store.map("accounts", String.class, Account.class);
    accounts.putAll(opening);
  }

  @Override
  public Reply transfer(PaymentOrder order) {
    int[] runs = {0};
    Ending ending =
        store.transact(
            () -> {
              runs[0]++;
              return move(order);
            });
    return new Reply(ending, runs[0] - 1);
  }

  private Ending move(PaymentOrder order) {
    Account payer = find(order.payer());
    Account payee = find(order.payee());
    body.run();
    if (payer.balance() < order.amount() || payee.frozen()) {
      return Ending.REFUSED;
    }
    accounts.put(order.payer(), payer.plus(-order.amount()));
    accounts.put(order.payee(), payee.plus(order.amount()));
    return Ending.MOVED;
  }

  private Account find(String name) {
    return requireNonNull(accounts.get(name), name);
  }

  @Override
  public long audit() {
    return store.snapshot(
        () -> {
          long total = 0;
          for (Account account : accounts.values()) {
            total += account.balance();
          }
          return total;
        });
  }

  @Override
  public Promise promise() {
    return Promise.ALWAYS;
  }

  @Override
  public void close() {
    store.close();
  }
}
