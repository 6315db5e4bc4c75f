package io.isolde.examples.bank;

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
      new AccountsFile(',', format.amounts()).openAll(Source.file(Path.of(arguments[1])), ledger);
      OrderFile file = new OrderFiles(store).begin(Fingerprint.of(orders), false, false);
      Receipts receipts = new ReceiptsByLine(store, file.number());
      PaymentRun.apply(
          orders,
          format,
          ledger,
          (entry, transfer) -> settle(store, receipts, entry, transfer),
          new RunSettings(8, 1, false, false, 0),
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
