package io.isolde.benchmarks.durable.peer;

import java.nio.file.Path;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.CursorIterable.KeyVal;
import org.lmdbjava.Dbi;
import org.lmdbjava.DbiFlags;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Accounts in LMDB: one writer at a time, which forces the changed pages when it commits.
 * Thread-safe.
 */
public final class LmdbAccounts implements DurableAccounts {
  private static final long MAP_BYTES = 1L << 32;

  private final Env<byte[]> environment;
  private final Dbi<byte[]> accounts;

  /** Opens the accounts in the directory, or creates them. */
  public LmdbAccounts(Path directory) {
    environment =
        Env.create(ByteArrayProxy.PROXY_BA)
            .setMapSize(MAP_BYTES)
            .setMaxDbs(1)
            .open(directory.toFile());
    accounts = environment.openDbi("accounts", DbiFlags.MDB_CREATE);
  }

  @Override
  public void fill(int count) {
    try (Txn<byte[]> transaction = environment.txnWrite()) {
      for (int number = 0; number < count; number++) {
        accounts.put(transaction, Account.key(number), Account.opened(number).toBytes());
      }
      transaction.commit();
    }
  }

  @Override
  public void transfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    try (Txn<byte[]> transaction = environment.txnWrite()) {
      add(transaction, Math.min(from, to), change);
      add(transaction, Math.max(from, to), -change);
      transaction.commit();
    }
  }

  private void add(Txn<byte[]> transaction, int number, long amount) {
    byte[] key = Account.key(number);
    Account account = Account.of(accounts.get(transaction, key));
    accounts.put(transaction, key, account.plus(amount).toBytes());
  }

  @Override
  public long balance(int number) {
    try (Txn<byte[]> transaction = environment.txnRead()) {
      return Account.of(accounts.get(transaction, Account.key(number))).balance();
    }
  }

  @Override
  public long sum() {
    long sum = 0;
    try (Txn<byte[]> transaction = environment.txnRead();
        CursorIterable<byte[]> entries = accounts.iterate(transaction)) {
      for (KeyVal<byte[]> entry : entries) {
        sum += Account.of(entry.val()).balance();
      }
    }
    return sum;
  }

  @Override
  public void close() {
    environment.close();
  }
}
