package io.isolde.examples.bank;

import java.util.function.Supplier;

/**
 * What is remembered of orders that were settled, so that none is settled twice, whenever the
 * process was killed.
 *
 * <p>Thread-safe.
 */
@FunctionalInterface
interface Receipts {

  /**
   * Settles the order, unless it was settled before.
   *
   * <p>To be called in the transaction that {@code transfer} is a part of: so an order has a
   * receipt exactly if it has taken effect.
   *
   * @param transfer applies the order or refuses it
   */
  Settlement settle(OrderEntry entry, Supplier<Outcome> transfer);

  /** Remembers nothing: for orders that are read once, into a store that is gone afterwards. */
  static Receipts none() {
    return (entry, transfer) -> Settlement.now(transfer.get());
  }
}
