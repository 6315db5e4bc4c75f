package io.isolde.benchmarks.durable.peer;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionMap;
import org.h2.mvstore.tx.TransactionStore;

/**
 * Accounts in H2's MVStore: each transaction locks its keys and commits in memory; then the store
 * commits everything that is pending, and syncs. Thread-safe.
 */
public final class MvStoreAccounts implements DurableAccounts {
  private final MVStore store;
  private final TransactionStore transactions;

  /** Opens the accounts in the directory, or creates them. */
  public MvStoreAccounts(Path directory) {
    store = new MVStore.Builder().fileName(directory.resolve("accounts.mv").toString()).open();
    transactions = new TransactionStore(store);
    transactions.init();
  }

  @Override
  public void fill(int count) {
    Transaction transaction = transactions.begin();
    TransactionMap<Integer, byte[]> accounts = accounts(transaction);
    for (int number = 0; number < count; number++) {
      accounts.put(number, Account.opened(number).toBytes());
    }
    transaction.commit();
    makeDurable();
  }

  private static TransactionMap<Integer, byte[]> accounts(Transaction transaction) {
    return transaction.openMap("accounts");
  }

  private void makeDurable() {
    store.commit();
    store.sync();
  }

  @Override
  public void transfer(int from, int to, long amount) {
    boolean done = false;
    while (!done) {
      done = tryTransfer(from, to, amount);
    }
    makeDurable();
  }

  private boolean tryTransfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    Transaction transaction = transactions.begin();
    try {
      TransactionMap<Integer, byte[]> accounts = accounts(transaction);
      add(accounts, Math.min(from, to), change);
      add(accounts, Math.max(from, to), -change);
      transaction.commit();
      return true;
    } catch (RuntimeException e) {
      transaction.rollback();
      if (isConflict(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isConflict(RuntimeException e) {
    return e instanceof MVStoreException failure
        && (failure.getErrorCode() == DataUtils.ERROR_TRANSACTION_LOCKED
            || failure.getErrorCode() == DataUtils.ERROR_TRANSACTIONS_DEADLOCK);
  }

  private static void add(TransactionMap<Integer, byte[]> accounts, Integer number, long amount) {
    Account account = Account.of(accounts.lock(number));
    accounts.put(number, account.plus(amount).toBytes());
  }

  @Override
  public long balance(int number) {
    Transaction transaction = transactions.begin();
    try {
      return Account.of(accounts(transaction).get(number)).balance();
    } finally {
      transaction.rollback();
    }
  }

  @Override
  public long sum() {
    Transaction transaction = transactions.begin();
    try {
      long sum = 0;
      Iterator<Map.Entry<Integer, byte[]>> entries =
          accounts(transaction).entryIterator(null, null);
      while (entries.hasNext()) {
        sum += Account.of(entries.next().getValue()).balance();
      }
      return sum;
    } finally {
      transaction.rollback();
    }
  }

  @Override
  public void close() {
    transactions.close();
    store.close();
  }
}
