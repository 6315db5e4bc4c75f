package io.isolde.examples.bank.way;

import static java.util.Objects.requireNonNull;

import io.isolde.examples.bank.PaymentOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Plain fields that all threads read and write as if there were no others.
 *
 * <p>Not thread-safe, which is the point: of two threads that have read the same balance, the one
 * that writes last undoes what the other did.
 */
final class UnsynchronisedWay implements Way {
  private final Map<String, Fields> accounts = new HashMap<>();
  private final Runnable body;

  UnsynchronisedWay(Map<String, Account> opening, Runnable body) {
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
  public Reply transfer(PaymentOrder order) {
    return new Reply(transfer(find(order.payer()), find(order.payee()), order.amount()), 0);
  }

  private Fields find(String name) {
    return requireNonNull(accounts.get(name), name);
  }

  private Ending transfer(Fields payer, Fields payee, long amount) {
    long payerBalance = payer.balance;
    long payeeBalance = payee.balance;
    body.run();
    if (payerBalance < amount || payee.frozen) {
      return Ending.REFUSED;
    }
    payer.balance = payerBalance - amount;
    payee.balance = payeeBalance + amount;
    return Ending.MOVED;
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
