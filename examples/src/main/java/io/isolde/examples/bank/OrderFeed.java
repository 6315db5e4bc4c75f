package io.isolde.examples.bank;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Moves the orders of a file into the queue, in order, until the file ends or a stop is wanted.
 *
 * <p>Thread-confined.
 */
final class OrderFeed {
  private static final int BATCH_ORDERS = 16;

  private final OrderReader orders;
  private final OrderQueue queue;
  private final Tally tally;
  private final BooleanSupplier stop;

  private List<PaymentOrder> batch = new ArrayList<>(BATCH_ORDERS);
  private long bytesQueued;
  private long lastLine;

  OrderFeed(OrderReader orders, OrderQueue queue, Tally tally, BooleanSupplier stop) {
    this.orders = orders;
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
    Parsed<PaymentOrder> line = orders.next();
    while (line != null && !stop.getAsBoolean()) {
      take(line);
      line = orders.next();
    }
  }

  private void take(Parsed<PaymentOrder> line) throws InterruptedException {
    switch (line) {
      case Parsed.Malformed<PaymentOrder> malformed -> tally.add(malformed);
      case Parsed.Value<PaymentOrder> order -> batch.add(order.value());
    }
    lastLine = line.line();
    if (batch.size() == BATCH_ORDERS) {
      putBatch();
    }
  }

  private void putBatch() throws InterruptedException {
    queue.put(new Batch(batch, orders.bytesRead() - bytesQueued));
    bytesQueued = orders.bytesRead();
    batch = new ArrayList<>(BATCH_ORDERS);
  }
}
