package io.isolde.store.file;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.nio.file.Path;

/**
 * A program to be killed: two threads transfer between accounts, and each prints a number when the
 * transfer of that number is acknowledged.
 */
final class KilledProgram {
  static final int ACCOUNTS = 10;
  static final long OPENING_BALANCE = 100;

  private KilledProgram() {}

  static StoreMap<Integer, Long> accounts(Store store) {
    return store.map("accounts", Integer.class, Long.class);
  }

  /** Takes the directory of the store. */
  public static void main(String[] arguments) {
    FileOptions options =
        FileOptions.of(Path.of(arguments[0]))
            .withSegmentBytes(1 << 14)
            .withCheckpointBytes(20_000)
            .withBacklogBytes(50_000);
    Store store = options.open();
    store.transact(() -> openAccounts(store));
    Thread other = new Thread(() -> transferForEver(store, 1));
    other.setDaemon(true);
    other.start();
    transferForEver(store, 0);
  }

  private static void openAccounts(Store store) {
    for (int i = 0; i < ACCOUNTS; i++) {
      accounts(store).putIfAbsent(i, OPENING_BALANCE);
    }
  }

  private static void transferForEver(Store store, int thread) {
    String transfers = "transfers " + thread;
    for (int i = 0; ; i++) {
      int from = i % ACCOUNTS;
      int to = (i * 7 + 3) % ACCOUNTS;
      long number =
          store.transact(
              () -> {
                accounts(store).merge(from, -1L, Long::sum);
                accounts(store).merge(to, 1L, Long::sum);
                return store.counter(transfers).addAndGet(1);
              });
      System.out.println(thread + " " + number);
    }
  }
}
