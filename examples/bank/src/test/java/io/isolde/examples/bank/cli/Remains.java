package io.isolde.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Audit;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    return balances(ledger(store));
  }

  private static Map<String, Long> balances(Ledger ledger) {
    Map<String, Long> balances = new TreeMap<>();
    ledger.balances().forEach(balance -> balances.put(balance.account(), balance.amount()));
    return balances;
  }

  /** Asserts that exactly the orders with receipts have been paid, and that no money is missing. */
  void assertPaidByReceipts(Path orders, SerialBank before) {
    int unused = assertPaidByReceipts(store, orders, before);
  }

  /**
   * Asserts that of a store at one moment, while others may be changing it. Returns how many orders
   * have receipts.
   */
  static int assertPaidByReceipts(Store store, Path orders, SerialBank before) {
    Moment moment = look(store, orders);
    assertThat(moment.audit.isConsistent()).isTrue();
    if (!moment.balances.isEmpty()) {
      SerialBank expected = before.copy();
      var unused = expected.apply(orders, entry -> moment.settled.contains(entry.line()));
      assertThat(moment.balances).as(PAID_BY_RECEIPTS).isEqualTo(expected.balances());
    }
    return moment.settled.size();
  }

  private record Moment(Audit audit, Map<String, Long> balances, Set<Long> settled) {}

  private static Moment look(Store store, Path orders) {
    Fingerprint fingerprint = Fingerprint.of(Source.file(orders));
    OrderFiles files = new OrderFiles(store);
    OrderFile begun = files.begin(fingerprint, false, FileSettings.DEFAULT);
    Receipts receipts = new ReceiptsByLine(store, begun.number());
    Ledger ledger = ledger(store);
    List<OrderEntry> entries = entries(orders);
    return store.snapshot(
        () -> {
          boolean isComplete = files.find(fingerprint).orElseThrow().complete();
          Set<Long> settled =
              entries.stream()
                  .filter(entry -> isComplete || isSettled(receipts, entry))
                  .map(OrderEntry::line)
                  .collect(Collectors.toSet());
          return new Moment(ledger.audit(), balances(ledger), settled);
        });
  }

  private static List<OrderEntry> entries(Path orders) {
    List<OrderEntry> entries = new ArrayList<>();
    try (OrderReader reader = OrderReader.open(Source.file(orders), OrderFormat.standard())) {
      for (var line = reader.next(); line != null; line = reader.next()) {
        if (line instanceof Parsed.Value<OrderEntry> entry) {
          entries.add(entry.value());
        }
      }
    }
    return entries;
  }

  private static boolean isSettled(Receipts receipts, OrderEntry entry) {
    try {
      return receipts.settle(entry, Remains::refuse).before();
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
