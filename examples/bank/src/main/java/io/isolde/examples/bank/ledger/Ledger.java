package io.isolde.examples.bank.ledger;

import static java.util.Objects.requireNonNull;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.examples.bank.Texts;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import io.isolde.store.StoreCounter;
import io.isolde.store.StoreMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the bank, in a store, and the transactions on them.
 *
 * <p>Thread-safe: any number of threads apply orders while others audit. Whether they wait for each
 * other depends on the store; the bank's own code takes no lock.
 */
public final class Ledger {
  /*
   *   I1  The expected total is the sum of all opening balances: opening an account adds to it.
   *   I2  Balances are not negative, and the expected total fits a long, so no sum overflows.
   *
   * Transactions that open different accounts do not conflict at the expected total: they add to
   * it, and depend on there being room, but not on its value.
   *
   * A transfer reads the payee as late as possible, to reduce conflicts with other transfers that
   * pay the same account.
   */
  private static final int OPENED_TOGETHER = 1000;

  private final Store store;
  private final StoreMap<String, Account> accounts;
  private final StoreCounter expectedTotal;
  private final OptionalLong openingBalance;
  private final Duration thinkTime;
  private final @Nullable PaymentLimit limit;

  /** A ledger without accounts, in a store of its own. */
  public Ledger(OptionalLong openingBalance, Duration thinkTime) {
    this(Store.open("stm:"), openingBalance, thinkTime);
  }

  /**
   * The ledger in that store.
   *
   * @param store belongs to the caller, who closes it
   * @param openingBalance what an account is opened with when an order first names it, in minor
   *     units; when absent, orders that name unknown accounts are refused
   * @param thinkTime how long each order pauses inside its transaction
   * @throws BankException when the store cannot change two accounts at once
   */
  public Ledger(Store store, OptionalLong openingBalance, Duration thinkTime) {
    this(store, openingBalance, thinkTime, null);
  }

  private Ledger(
      Store store, OptionalLong openingBalance, Duration thinkTime, @Nullable PaymentLimit limit) {
    requireTransfers(store);
    this.store = store;
    accounts = store.map("accounts", String.class, Account.class);
    expectedTotal = store.counter("expected total");
    this.openingBalance = openingBalance;
    this.thinkTime = thinkTime;
    this.limit = limit;
  }

  /** The same ledger, which refuses orders that are beyond that limit. */
  public Ledger limitedTo(PaymentLimit newLimit) {
    return new Ledger(store, openingBalance, thinkTime, newLimit);
  }

  private static void requireTransfers(Store store) {
    if (!store.capabilities().contains(Capability.ATOMIC_OVER_KEYS)) {
      throw BankException.usage(
          ("the store %s changes one account at a time, but a transfer changes two at once:"
                  + " expected a store with the capability %s, such as stm:")
              .formatted(store.uri(), Capability.ATOMIC_OVER_KEYS));
    }
  }

  /** Opens an account; returns false, and changes nothing, when there is one of that name. */
  boolean open(Balance opening) {
    return store.transact(
        () -> {
          boolean isNew = !accounts.containsKey(opening.account());
          if (isNew) {
            open(opening.account(), opening.amount());
          }
          return isNew;
        });
  }

  /**
   * Opens accounts; those that are open already stay as they are.
   *
   * @return those of them that are open already, and were opened with another amount
   */
  public List<Balance> openAll(List<Balance> openings) {
    List<Balance> others = new ArrayList<>();
    for (int from = 0; from < openings.size(); from += OPENED_TOGETHER) {
      List<Balance> some =
          openings.subList(from, Math.min(from + OPENED_TOGETHER, openings.size()));
      others.addAll(store.transact(() -> some.stream().filter(this::isOpenOtherwise).toList()));
    }
    return others;
  }

  /** Opens the account if there is none; returns whether one was opened with another amount. */
  private boolean isOpenOtherwise(Balance opening) {
    return !open(opening)
        && requireNonNull(accounts.get(opening.account())).openingBalance() != opening.amount();
  }

  private Account open(String name, long amount) {
    Account account = Account.opened(amount);
    accounts.put(name, account);
    requireRoom(amount);
    expectedTotal.add(amount);
    return account;
  }

  private void requireRoom(long amount) {
    if (!expectedTotal.isAtMost(Long.MAX_VALUE - amount)) {
      throw BankException.usage(
          "the accounts would hold more than "
              + Texts.counted(Long.MAX_VALUE, "minor unit")
              + " in all; open them with less");
    }
  }

  /** Applies the order, or refuses it, unless it was settled before, in one transaction. */
  public Receipt apply(OrderEntry entry, Receipts receipts) {
    int[] attempts = {0};
    Settlement settlement =
        store.transact(
            () -> {
              attempts[0]++;
              return receipts.settle(entry, () -> transfer(entry.order()));
            });
    return new Receipt(settlement, attempts[0]);
  }

  private Outcome transfer(PaymentOrder order) {
    if (order.amount() <= 0) {
      return Outcome.NON_POSITIVE_AMOUNT;
    }
    if (order.payer().equals(order.payee())) {
      return Outcome.SAME_ACCOUNT;
    }
    Account payer = find(order.payer());
    return payer == null ? Outcome.UNKNOWN_ACCOUNT : transfer(order, payer);
  }

  private Outcome transfer(PaymentOrder order, Account payer) {
    ponder();
    Account payee = find(order.payee());
    if (payee == null) {
      return Outcome.UNKNOWN_ACCOUNT;
    }
    if (payer.balance() < order.amount()) {
      return Outcome.INSUFFICIENT_FUNDS;
    }
    if (limit != null && !limit.take(order.amount())) {
      return Outcome.BEYOND_THE_LIMIT;
    }
    accounts.put(order.payer(), payer.plus(-order.amount()));
    accounts.put(order.payee(), payee.plus(order.amount()));
    return Outcome.APPLIED;
  }

  private void ponder() {
    if (!thinkTime.isZero()) {
      LockSupport.parkNanos(thinkTime.toNanos());
    }
  }

  /** The account of that name, opened now if need be, or null when it is unknown. */
  private @Nullable Account find(String name) {
    Account account = accounts.get(name);
    return account == null && openingBalance.isPresent()
        ? open(name, openingBalance.getAsLong())
        : account;
  }

  /** Adds up all accounts, as they are at one moment. */
  public Books books() {
    return store.snapshot(
        () -> {
          long opened = 0;
          for (Account account : accounts.values()) {
            opened += account.openingBalance();
          }
          return new Books(audit(), opened, accounts.size());
        });
  }

  /** Sums all balances, as they are at one moment. */
  public Audit audit() {
    return store.snapshot(() -> new Audit(expectedTotal.get(), total()));
  }

  private long total() {
    long total = 0;
    for (Account account : accounts.values()) {
      total += account.balance();
    }
    return total;
  }

  /** What the accounts hold at one moment, by name. */
  public List<Balance> balances() {
    return store.snapshot(
        () ->
            accounts.entrySet().stream()
                .map(entry -> new Balance(entry.getKey(), entry.getValue().balance()))
                .sorted(Comparator.comparing(Balance::account))
                .toList());
  }
}
