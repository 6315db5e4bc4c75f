package io.isolde.examples.sharing;

import static java.util.Objects.requireNonNull;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.Map;
import java.util.Set;

/** A store with one owner per account: its transactions change one account and no more. */
final class OwnersStrategy extends TwoStepStrategy {
  private final Store store;
  private final StoreMap<String, Account> accounts;
  private final Set<String> names;

  OwnersStrategy(Store store, Map<String, Account> opening, Runnable body) {
    super(body);
    this.store = store;
    accounts = store.map("accounts", String.class, Account.class);
    opening.forEach(accounts::put);
    names = opening.keySet();
  }

  @Override
  Step change(String name, Change change) {
    int[] runs = {0};
    boolean done =
        store.transact(
            () -> {
              Account before = find(name);
              runs[0]++; // not earlier: before the read, the store is only finding the owner
              Account after = change.of(before);
              if (after != null) {
                accounts.put(name, after);
              }
              return after != null;
            });
    return new Step(done, runs[0] - 1);
  }

  private Account find(String name) {
    return requireNonNull(accounts.get(name), name);
  }

  @Override
  public long audit() {
    long total = 0;
    for (String name : names) {
      total += find(name).balance();
    }
    return total;
  }

  @Override
  public void close() {
    store.close();
  }
}
