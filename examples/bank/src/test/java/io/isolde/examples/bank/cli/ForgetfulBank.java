package io.isolde.examples.bank.cli;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.OrderFormat;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import io.isolde.examples.bank.ledger.Outcome;
import io.isolde.examples.bank.ledger.Receipts;
import io.isolde.examples.bank.ledger.ReceiptsByLine;
import io.isolde.examples.bank.ledger.Settlement;
import io.isolde.examples.bank.run.Assignment;
import io.isolde.examples.bank.run.FileSettings;
import io.isolde.examples.bank.run.Fingerprint;
import io.isolde.examples.bank.run.OpeningBalances;
import io.isolde.examples.bank.run.OrderFile;
import io.isolde.examples.bank.run.OrderFiles;
import io.isolde.examples.bank.run.Part;
import io.isolde.examples.bank.run.PaymentRun;
import io.isolde.examples.bank.run.Progress;
import io.isolde.examples.bank.run.RunSettings;
import io.isolde.examples.bank.run.StopSignal;
import io.isolde.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A bank with a planted bug, to be killed: it writes receipts in transactions separate from those
 * that move the money.
 */
final class ForgetfulBank {
  private ForgetfulBank() {}

  /** Takes the files of orders and accounts, and the URI of the store. */
  public static void main(String[] arguments) throws InterruptedException {
    Source orders = Source.file(Path.of(arguments[0]));
    OrderFormat format = OrderFormat.standard();
    try (Store store = Store.open(arguments[2])) {
      System.out.println("begun");
      Ledger ledger = new Ledger(store, OptionalLong.empty(), Duration.ZERO);
      AccountsFile accounts = new AccountsFile(',', format.amounts());
      new OpeningBalances(accounts, Source.file(Path.of(arguments[1]))).openIn(ledger);
      OrderFile file =
          new OrderFiles(store).begin(Fingerprint.of(orders), false, FileSettings.DEFAULT);
      Receipts receipts = new ReceiptsByLine(store, file.number());
      PaymentRun.apply(
          new Assignment(orders, format, Part.WHOLE),
          ledger,
          (entry, transfer) -> settle(store, receipts, entry, transfer),
          new RunSettings(8, 1, 0, false, Progress.Display.NONE, 0),
          new StopSignal());
    }
  }

  private static Settlement settle(
      Store store, Receipts receipts, OrderEntry entry, Supplier<Outcome> transfer) {
    Settlement settlement = Settlement.now(transfer.get());
    var unused = store.transactAsync(() -> receipts.settle(entry, settlement::outcome));
    return settlement;
  }
}
