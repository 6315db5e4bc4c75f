package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.examples.bank.run.FileSettings;
import io.isolde.examples.bank.run.Fingerprint;
import io.isolde.examples.bank.run.OrderFile;
import io.isolde.examples.bank.run.OrderFiles;
import io.isolde.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a kill has left of a bank: its store, opened on a copy of the files, so that the bank itself
 * still has to recover. The copy is deleted in the end.
 */
final class Remains implements AutoCloseable {
  static final String PAID_BY_RECEIPTS = "the balances that the orders with receipts lead to";

  private final Path copy;
  private final Store store;

  /** Copies the files of a store that is closed, and opens the copy. */
  Remains(Path directory, Function<Path, Store> opening) throws IOException {
    copy = Files.createTempDirectory("bank");
    copyFiles(directory);
    store = opening.apply(copy);
  }

  private void copyFiles(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var paths = Files.walk(directory)) {
        for (Path path : paths.filter(Files::isRegularFile).toList()) {
          Path target = copy.resolve(directory.relativize(path).toString());
          Files.createDirectories(target.resolveSibling("."));
          Files.copy(path, target);
        }
      }
    }
  }

  /** What each account holds; empty if none has been opened. */
  Map<String, Long> balances() {
    return balances(store);
  }

  /** What each account holds in that store. */
  static Map<String, Long> balances(Store store) {
    Map<String, Long> balances = new TreeMap<>();
    ledger(store).balances().forEach(balance -> balances.put(balance.account(), balance.amount()));
    return balances;
  }

  /** Asserts that exactly the orders with receipts have been paid, and that no money is missing. */
  void assertPaidByReceipts(Path orders, SerialBank before) {
    assertThat(ledger(store).audit().isConsistent()).isTrue();
    if (!balances().isEmpty()) {
      SerialBank expected = before.copy();
      expected.apply(orders, settled(orders));
      assertThat(balances()).as(PAID_BY_RECEIPTS).isEqualTo(expected.balances());
    }
  }

  /** The orders that have receipts. */
  private Predicate<OrderEntry> settled(Path orders) {
    Fingerprint fingerprint = Fingerprint.of(Source.file(orders));
    OrderFile file = new OrderFiles(store).begin(fingerprint, false, FileSettings.DEFAULT);
    Receipts receipts = new ReceiptsByLine(store, file.number());
    return entry -> file.complete() || isSettled(receipts, entry);
  }

  private boolean isSettled(Receipts receipts, OrderEntry entry) {
    try {
      return store.transact(() -> receipts.settle(entry, Remains::refuse)).before();
    } catch (UnsupportedOperationException notSettled) {
      return false;
    }
  }

  private static Outcome refuse() {
    throw new UnsupportedOperationException("nothing is settled here");
  }

  private static Ledger ledger(Store store) {
    return new Ledger(store, OptionalLong.empty(), Duration.ZERO);
  }

  @Override
  public void close() throws IOException {
    store.close();
    try (var paths = Files.walk(copy)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
