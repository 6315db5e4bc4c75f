package io.isolde.examples.bank.ledger;

import io.isolde.examples.bank.OrderEntry;
import java.util.function.Supplier;

/**
 * Remembers settled orders, so that none is settled twice, no matter when the process is killed.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
public interface Receipts {

  /**
   * Settles the order, unless it was settled before.
   *
   * <p>Must be called in the transaction that {@code transfer} is part of, so that an order has a
   * receipt if and only if it has taken effect.
   *
   * @param transfer applies the order or refuses it
   */
  Settlement settle(OrderEntry entry, Supplier<Outcome> transfer);

  /** Remembers nothing: for orders that are read once, into a store that is gone afterwards. */
  static Receipts none() {
    return (entry, transfer) -> Settlement.now(transfer.get());
  }
}
