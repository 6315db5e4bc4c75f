package io.isolde.examples.sharing;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;

/**
 * Plain fields that all threads read and write as if there were no others.
 *
 * <p>Not thread-safe, which is the point: of two threads that have read the same balance, the one
 * that writes last undoes what the other did.
 */
final class UnsynchronisedStrategy implements SharingStrategy {
  private final Map<String, Fields> accounts = new HashMap<>();
  private final Runnable body;

  UnsynchronisedStrategy(Map<String, Account> opening, Runnable body) {
    opening.forEach((name, account) -> accounts.put(name, new Fields(account)));
    this.body = body;
  }

  private static final class Fields {
    private final boolean frozen;
    private long balance;

    Fields(Account account) {
      frozen = account.frozen();
      balance = account.balance();
    }
  }

  @Override
  public TransferResult transfer(Transfer transfer) {
    return new TransferResult(
        transfer(find(transfer.payer()), find(transfer.payee()), transfer.amount()), 0);
  }

  private Fields find(String name) {
    return requireNonNull(accounts.get(name), name);
  }

  private Outcome transfer(Fields payer, Fields payee, long amount) {
    long payerBalance = payer.balance;
    long payeeBalance = payee.balance;
    body.run();
    if (payerBalance < amount || payee.frozen) {
      return Outcome.REFUSED;
    }
    payer.balance = payerBalance - amount;
    payee.balance = payeeBalance + amount;
    return Outcome.MOVED;
  }

  @Override
  public long audit() {
    long total = 0;
    for (Fields account : accounts.values()) {
      total += account.balance;
    }
    return total;
  }

  @Override
  public Promise promise() {
    return Promise.NONE;
  }

  @Override
  public void close() {}
}
