package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.OpeningFile.Opened;
import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.peer.StoreAccounts;
import io.isolde.benchmarks.harness.raw.Json;
import io.isolde.store.DurableStore;
import io.isolde.store.Recovery;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens a store again and again, in this JVM. */
final class Opener {
  private Opener() {}

  /** Arguments: the URI, how often to open it, the file to write. Started by {@link Opening}. */
  public static void main(String[] args) throws IOException {
    List<Opened> opened = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      opened.add(open(args[0]));
    }
    Json.write(Path.of(args[2]), opened);
  }

  private static Opened open(String uri) {
    long start = System.nanoTime();
    try (Store store = Store.open(uri)) {
      long storeNanos = System.nanoTime() - start;
      StoreAccounts accounts = new StoreAccounts(store);
      long mapNanos = System.nanoTime() - start - storeNanos;
      Recovery recovery = ((DurableStore) store).recovery();
      int size = accounts.size();
      return new Opened(
          storeNanos,
          mapNanos,
          size,
          recovery.checkpointRecords(),
          recovery.journalRecords(),
          accounts.sum() == size * Account.OPENING_BALANCE);
    }
  }
}
