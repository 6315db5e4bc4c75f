package io.isolde.examples.sharing;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A concurrent map, in which a value is replaced if it is still the one that was read. */
final class CompareAndSetStrategy extends TwoStepStrategy {
  private final ConcurrentMap<String, Account> accounts;

  CompareAndSetStrategy(Map<String, Account> opening, Runnable body) {
    this(new ConcurrentHashMap<>(opening), body);
  }

  /** Works on the map itself, not on a copy. */
  CompareAndSetStrategy(ConcurrentMap<String, Account> accounts, Runnable body) {
    super(body);
    this.accounts = accounts;
  }

  @Override
  Step change(String name, Change change) {
    for (int conflicts = 0; ; conflicts++) {
      Account before = requireNonNull(accounts.get(name), name);
      Account after = change.of(before);
      if (after == null || accounts.replace(name, before, after)) {
        return new Step(after != null, conflicts);
      }
    }
  }

  @Override
  public long audit() {
    long total = 0;
    for (Account account : accounts.values()) {
      total += account.balance();
    }
    return total;
  }

  @Override
  public void close() {}
}
