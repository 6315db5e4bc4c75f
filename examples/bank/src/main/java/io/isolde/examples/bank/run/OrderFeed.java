package io.isolde.examples.bank.run;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.csv.OrderReader;
import io.isolde.examples.bank.csv.Parsed;
import io.isolde.examples.bank.ledger.ReceiptsByLine.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Moves the orders of a part of a file into the queue, in order, until the file ends or a stop is
 * wanted.
 *
 * <p>Thread-confined.
 */
final class OrderFeed {
  private final OrderReader orders;
  private final Part part;
  private final OrderQueue queue;
  private final Tally tally;
  private final BooleanSupplier stop;

  private List<OrderEntry> batch = new ArrayList<>(Page.LINES);
  private long bytesQueued;
  private long lastLine;

  OrderFeed(OrderReader orders, Part part, OrderQueue queue, Tally tally, BooleanSupplier stop) {
    this.orders = orders;
    this.part = part;
    this.queue = queue;
    this.tally = tally;
    this.stop = stop;
  }

  /**
   * Feeds the queue; returns the number of the last line that was read.
   *
   * @throws BankException when the file cannot be read further, and no stop is wanted
   */
  long run() throws InterruptedException {
    try {
      feed();
    } catch (BankException e) {
      // A stop closes the file under a reader that waits for more of it.
      if (!stop.getAsBoolean()) {
        throw e;
      }
    } finally {
      putBatch();
    }
    return lastLine;
  }

  private void feed() throws InterruptedException {
    Parsed<OrderEntry> line = orders.next();
    while (line != null && !stop.getAsBoolean()) {
      take(line);
      line = orders.next();
    }
  }

  private void take(Parsed<OrderEntry> line) throws InterruptedException {
    if (Page.numberOf(line.line()) != Page.numberOf(lastLine)) {
      putBatch();
    }
    if (part.contains(line.line())) {
      add(line);
    }
    lastLine = line.line();
  }

  private void add(Parsed<OrderEntry> line) {
    switch (line) {
      case Parsed.Malformed<OrderEntry> malformed -> tally.add(malformed);
      case Parsed.Value<OrderEntry> order -> batch.add(order.value());
    }
  }

  private void putBatch() throws InterruptedException {
    queue.put(new Batch(batch, orders.bytesRead() - bytesQueued));
    bytesQueued = orders.bytesRead();
    batch = new ArrayList<>(Page.LINES);
  }
}
