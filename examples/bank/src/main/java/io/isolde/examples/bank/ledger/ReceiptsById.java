package io.isolde.examples.bank.ledger;

import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.function.Supplier;

/**
 * Receipts of orders that have ids, valid across all files: one entry for each order, with its full
 * content, for as long as the store lives.
 *
 * <p>Thread-safe.
 */
public final class ReceiptsById implements Receipts {

  /**
   * An order that was settled.
   *
   * <p>Immutable.
   */
  record Settled(PaymentOrder order, Outcome outcome) {}

  private final StoreMap<String, Settled> settled;

  /** The receipts in that store. */
  public ReceiptsById(Store store) {
    settled = store.map("orders by id", String.class, Settled.class);
  }

  @Override
  public Settlement settle(OrderEntry entry, Supplier<Outcome> transfer) {
    Settled found = settled.get(entry.id());
    if (found == null) {
      Outcome outcome = transfer.get();
      settled.put(entry.id(), new Settled(entry.order(), outcome));
      return Settlement.now(outcome);
    }
    return found.order().equals(entry.order())
        ? Settlement.before(found.outcome())
        : Settlement.now(Outcome.ID_OF_ANOTHER_ORDER);
  }
}
