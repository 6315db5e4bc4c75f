package io.isolde.examples.bank.ledger;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.util.function.Supplier;

/**
 * Receipts of the orders of one file, which is identified by its content, so that a line identifies
 * an order.
 *
 * <p>Thread-safe.
 */
public final class ReceiptsByLine implements Receipts {
  /*
   * Idea. The lines of a file are divided into pages of 16, and the outcomes of a page are one
   * long: 4 bits for each line, which hold the number of its outcome, or 0 while it is not settled.
   * A writer takes the orders of a page together, so writers do not conflict here. (A single number
   * up to which all orders are settled would be smaller, but every order would conflict with every
   * other; an entry for each order would be 16 times as large.) When a file is complete, its pages
   * are dropped, and totals take their place. A page that no line is on says so to processes that
   * still have orders of the file to settle. They look for it only where a page is missing.
   *
   *   I1  A line has an outcome if and only if its order has taken effect: one transaction does
   *       both.
   *   I2  An outcome once written does not change until the page is dropped.
   *   I3  No outcome is written after the pages were dropped.
   */
  private static final int BITS = 4;
  private static final int NUMBER = (1 << BITS) - 1;
  private static final long DROPPED = -1;

  /**
   * Some consecutive lines of a file.
   *
   * <p>Immutable.
   *
   * @param file the number of the file in the store
   */
  public record Page(int file, long number) {
    public static final int LINES = Long.SIZE / BITS;

    /** The number of the page that the line is on. */
    public static long numberOf(long line) {
      return line / LINES;
    }
  }

  private final StoreMap<Page, Long> pages;
  private final int file;

  /**
   * The receipts of a file.
   *
   * @param file its number in the store
   */
  public ReceiptsByLine(Store store, int file) {
    pages = store.map("receipts by line", Page.class, Long.class);
    this.file = file;
  }

  @Override
  public Settlement settle(OrderEntry entry, Supplier<Outcome> transfer) {
    Page page = new Page(file, Page.numberOf(entry.line()));
    Long known = pages.get(page);
    if (known == null) {
      requireNotDropped();
    }
    long outcomes = known == null ? 0 : known;
    int shift = (int) (entry.line() % Page.LINES) * BITS;
    int before = (int) (outcomes >>> shift) & NUMBER;
    if (before != 0) {
      return Settlement.before(Outcome.numbered(before));
    }
    Outcome outcome = transfer.get();
    pages.put(page, outcomes | (long) outcome.number() << shift);
    return Settlement.now(outcome);
  }

  private void requireNotDropped() {
    if (pages.containsKey(new Page(file, DROPPED))) {
      throw BankException.input(
          "another process has applied the file to its end meanwhile; no order is applied twice");
    }
  }

  /**
   * Drops all receipts of the file; must be called in the transaction that records what replaces
   * them. Orders of the file cannot be settled any more.
   */
  public void drop() {
    pages.keySet().removeIf(page -> page.file() == file);
    pages.put(new Page(file, DROPPED), 0L);
  }
}
