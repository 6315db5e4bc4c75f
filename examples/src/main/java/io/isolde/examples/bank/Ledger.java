package io.isolde.examples.bank;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.snapshot;

import io.isolde.stm.LongRef;
import io.isolde.stm.Transaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of the bank, and the transactions upon them.
 *
 * <p>Thread-safe: any number of threads apply orders while others audit, and none takes a lock.
 */
final class Ledger {
  /*
   * The map is not transactional. It only finds the one Account of a name, which is made, not open and
   * empty, when the name is first looked up. What transactions change is whether an account is open,
   * its balance, how many accounts are open, and what they were opened with in all.
   *
   * A reader of all accounts could therefore miss one that enters the map behind its iterator. It
   * does not, because it reads the number of open accounts first:
   *
   *   I1  An open account is in the map: it entered it before the transaction that opened it.
   *   I2  Every opening changes the number of open accounts, and adds to the expected total.
   *   I3  A transaction that has read that number sees no account opened later. Those opened earlier
   *       are in the map by then (I1), so an iterator made afterwards meets them all.
   *   I4  Balances are not negative, and the expected total fits a long, so no sum overflows.
   */
  private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();

  private final LongRef openAccounts = LongRef.named("open accounts", 0);
  private final LongRef expectedTotal = LongRef.named("expected total", 0);
  private final OptionalLong openingBalance;
  private final Duration thinkTime;

  /**
   * A ledger without accounts.
   *
   * @param openingBalance what an account is opened with when an order first names it, in minor
   *     units; when absent, orders that name unknown accounts are refused
   * @param thinkTime how long each order ponders inside its transaction
   */
  Ledger(OptionalLong openingBalance, Duration thinkTime) {
    this.openingBalance = openingBalance;
    this.thinkTime = thinkTime;
  }

  /** Opens an account; returns false, and changes nothing, when there is one of that name. */
  boolean open(Balance opening) {
    Account account = accounts.computeIfAbsent(opening.account(), Account::new);
    return atomic(
        () -> {
          boolean isNew = !account.isOpen();
          if (isNew) {
            open(account, opening.amount());
          }
          return isNew;
        });
  }

  /** Applies the order, or refuses it, in one transaction. */
  Receipt apply(PaymentOrder order) {
    return atomic(() -> new Receipt(transfer(order), Transaction.current().attempt()));
  }

  private Outcome transfer(PaymentOrder order) {
    if (order.amount() <= 0) {
      return Outcome.NON_POSITIVE_AMOUNT;
    }
    if (order.payer().equals(order.payee())) {
      return Outcome.SAME_ACCOUNT;
    }
    Account payer = find(order.payer());
    Account payee = find(order.payee());
    if (payer == null || payee == null) {
      return Outcome.UNKNOWN_ACCOUNT;
    }
    return transfer(order.amount(), payer, payee);
  }

  private Outcome transfer(long amount, Account payer, Account payee) {
    long funds = payer.balance();
    ponder();
    if (funds < amount) {
      return Outcome.INSUFFICIENT_FUNDS;
    }
    payer.withdraw(amount);
    payee.deposit(amount);
    return Outcome.APPLIED;
  }

  private void ponder() {
    if (!thinkTime.isZero()) {
      LockSupport.parkNanos(thinkTime.toNanos());
    }
  }

  /** The open account of that name, opened now if need be, or null when it is unknown. */
  private @Nullable Account find(String name) {
    return openingBalance.isPresent()
        ? findOrOpen(name, openingBalance.getAsLong())
        : findOpen(name);
  }

  private @Nullable Account findOpen(String name) {
    Account account = accounts.get(name);
    return account == null || !account.isOpen() ? null : account;
  }

  private Account findOrOpen(String name, long amount) {
    Account account = accounts.computeIfAbsent(name, Account::new);
    if (!account.isOpen()) {
      open(account, amount);
    }
    return account;
  }

  private void open(Account account, long amount) {
    account.open(amount);
    openAccounts.add(1);
    expectedTotal.set(sum(expectedTotal.get(), amount));
  }

  private static long sum(long total, long amount) {
    try {
      return Math.addExact(total, amount);
    } catch (ArithmeticException e) {
      throw BankException.usage(
          "the accounts would hold more than "
              + Texts.counted(Long.MAX_VALUE, "minor unit")
              + " in all; open them with less");
    }
  }

  /** Sums all balances, as they are at one moment. */
  Audit audit() {
    return snapshot(
        () -> {
          long found = openAccounts().stream().mapToLong(Account::balance).sum();
          return new Audit(expectedTotal.get(), found);
        });
  }

  /** What the open accounts hold at one moment, by name. */
  List<Balance> balances() {
    return list(Account::balance);
  }

  /** What the open accounts were opened with, by name. */
  List<Balance> openingBalances() {
    return list(Account::openingBalance);
  }

  private List<Balance> list(ToLongFunction<Account> amount) {
    return snapshot(
        () ->
            openAccounts().stream()
                .map(account -> new Balance(account.name(), amount.applyAsLong(account)))
                .sorted(Comparator.comparing(Balance::account))
                .toList());
  }

  /** All open accounts, as the running transaction sees them. */
  private List<Account> openAccounts() {
    // The number must be read before the map is: see I3.
    List<Account> open = new ArrayList<>(Math.toIntExact(openAccounts.get()));
    for (Account account : accounts.values()) {
      if (account.isOpen()) {
        open.add(account);
      }
    }
    return open;
  }
}
