package io.isolde.benchmarks.durable.peer;

import java.nio.file.Path;
import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.ByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Environment;
import jetbrains.exodus.env.EnvironmentConfig;
import jetbrains.exodus.env.Environments;
import jetbrains.exodus.env.Store;
import jetbrains.exodus.env.StoreConfig;
import jetbrains.exodus.env.Transaction;

/**
 * Accounts in Xodus, with durable writes: transactions are optimistic, and the environment retries
 * them when another has committed meanwhile. Thread-safe.
 */
public final class XodusAccounts implements DurableAccounts {
  private final Environment environment;
  private final Store accounts;

  /** Opens the accounts in the directory, or creates them. */
  public XodusAccounts(Path directory) {
    EnvironmentConfig config = new EnvironmentConfig().setLogDurableWrite(true);
    environment = Environments.newInstance(directory.toFile(), config);
    accounts =
        environment.computeInTransaction(
            transaction ->
                environment.openStore("accounts", StoreConfig.WITHOUT_DUPLICATES, transaction));
  }

  @Override
  public void fill(int count) {
    environment.executeInTransaction(
        transaction -> {
          for (int number = 0; number < count; number++) {
            put(transaction, number, Account.opened(number));
          }
        });
  }

  private void put(Transaction transaction, int number, Account account) {
    accounts.put(transaction, key(number), new ArrayByteIterable(account.toBytes()));
  }

  private static ByteIterable key(int number) {
    return new ArrayByteIterable(Account.key(number));
  }

  @Override
  public void transfer(int from, int to, long amount) {
    long change = from < to ? -amount : amount;
    environment.executeInTransaction(
        transaction -> {
          add(transaction, Math.min(from, to), change);
          add(transaction, Math.max(from, to), -change);
        });
  }

  private void add(Transaction transaction, int number, long amount) {
    Account account = account(accounts.get(transaction, key(number)));
    put(transaction, number, account.plus(amount));
  }

  private static Account account(ByteIterable value) {
    return Account.of(Arrays.copyOf(value.getBytesUnsafe(), value.getLength()));
  }

  @Override
  public long balance(int number) {
    return environment.computeInReadonlyTransaction(
        transaction -> account(accounts.get(transaction, key(number))).balance());
  }

  @Override
  public long sum() {
    return environment.computeInReadonlyTransaction(
        transaction -> {
          long sum = 0;
          try (Cursor entries = accounts.openCursor(transaction)) {
            while (entries.getNext()) {
              sum += account(entries.getValue()).balance();
            }
          }
          return sum;
        });
  }

  @Override
  public void close() {
    environment.close();
  }
}
