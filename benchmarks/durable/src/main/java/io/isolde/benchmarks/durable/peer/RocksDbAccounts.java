package io.isolde.benchmarks.durable.peer;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Statistics;
import org.rocksdb.Status;
import org.rocksdb.TickerType;
import org.rocksdb.Transaction;
import org.rocksdb.TransactionDB;
import org.rocksdb.TransactionDBOptions;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * Accounts in RocksDB's {@code TransactionDB}: transactions lock their keys, and those that commit
 * at the same time share a force of the log. Thread-safe.
 */
public final class RocksDbAccounts implements DurableAccounts {
  static {
    RocksDB.loadLibrary();
  }

  private final Statistics statistics = new Statistics();
  private final Options options = new Options().setCreateIfMissing(true).setStatistics(statistics);
  private final TransactionDBOptions transactionOptions = new TransactionDBOptions();
  private final WriteOptions durable = new WriteOptions().setSync(true);
  private final ReadOptions reading = new ReadOptions();
  private final TransactionDB accounts;

  /** Opens the accounts in the directory, or creates them. */
  public RocksDbAccounts(Path directory) {
    try {
      accounts = TransactionDB.open(options, transactionOptions, directory.toString());
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void fill(int count) {
    try (WriteBatch batch = new WriteBatch()) {
      for (int number = 0; number < count; number++) {
        batch.put(Account.key(number), Account.opened(number).toBytes());
      }
      accounts.write(durable, batch);
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void transfer(int from, int to, long amount) {
    boolean done = false;
    while (!done) {
      done = tryTransfer(from, to, amount);
    }
  }

  private boolean tryTransfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    try (Transaction transaction = accounts.beginTransaction(durable)) {
      add(transaction, Math.min(from, to), change);
      add(transaction, Math.max(from, to), -change);
      transaction.commit();
      return true;
    } catch (RocksDBException e) {
      if (isConflict(e)) {
        return false;
      }
      throw new IllegalStateException(e);
    }
  }

  private static boolean isConflict(RocksDBException e) {
    Status.Code code = e.getStatus() == null ? null : e.getStatus().getCode();
    return code == Status.Code.Busy || code == Status.Code.TimedOut;
  }

  private void add(Transaction transaction, int number, long amount) throws RocksDBException {
    byte[] key = Account.key(number);
    Account account = Account.of(transaction.getForUpdate(reading, key, true));
    transaction.put(key, account.plus(amount).toBytes());
  }

  @Override
  public long balance(int number) {
    try {
      return Account.of(accounts.get(Account.key(number))).balance();
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long sum() {
    long sum = 0;
    try (RocksIterator entries = accounts.newIterator()) {
      for (entries.seekToFirst(); entries.isValid(); entries.next()) {
        sum += Account.of(entries.value()).balance();
      }
    }
    return sum;
  }

  @Override
  public OptionalLong forces() {
    return OptionalLong.of(statistics.getTickerCount(TickerType.WAL_FILE_SYNCED));
  }

  @Override
  public void close() {
    accounts.close();
    reading.close();
    durable.close();
    transactionOptions.close();
    options.close();
    statistics.close();
  }
}
