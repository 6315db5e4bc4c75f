package io.isolde.examples.sharing;

import static java.util.Objects.requireNonNull;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Map;

/** A store whose transactions change both accounts at once, by whatever means. */
final class StoreStrategy implements SharingStrategy {
  private final Store store;
  private final StoreMap<String, Account> accounts;
  private final Runnable body;

  StoreStrategy(Store store, Map<String, Account> opening, Runnable body) {
    this.store = store;
    this.body = body;
    accounts = store.map("accounts", String.class, Account.class);
    accounts.putAll(opening);
  }

  @Override
  public TransferResult transfer(Transfer transfer) {
    int[] runs = {0};
    Outcome outcome =
        store.transact(
            () -> {
              runs[0]++;
              return move(transfer);
            });
    return new TransferResult(outcome, runs[0] - 1);
  }

  private Outcome move(Transfer transfer) {
    Account payer = find(transfer.payer());
    Account payee = find(transfer.payee());
    body.run();
    if (payer.balance() < transfer.amount() || payee.frozen()) {
      return Outcome.REFUSED;
    }
    accounts.put(transfer.payer(), payer.plus(-transfer.amount()));
    accounts.put(transfer.payee(), payee.plus(transfer.amount()));
    return Outcome.MOVED;
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
