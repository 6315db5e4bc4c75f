package io.isolde.examples.bank;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads payment orders from a CSV file, one at a time.
 *
 * <p>Thread-confined, but for {@link #close}.
 */
final class OrderReader implements AutoCloseable {
  private final CsvTable table;
  private final Amounts amounts;

  private OrderReader(CsvTable table, Amounts amounts) {
    this.table = table;
    this.amounts = amounts;
  }

  /**
   * Opens a file of that format.
   *
   * @throws BankException when it cannot be read, or its header lacks a column
   */
  static OrderReader open(Source source, OrderFormat format) {
    CsvTable table =
        CsvTable.open(source, format.delimiter(), format.payer(), format.payee(), format.amount());
    return new OrderReader(table, format.amounts());
  }

  /**
   * The next order, or null when there is none.
   *
   * @throws BankException when the file cannot be read further
   */
  @Nullable Parsed<PaymentOrder> next() {
    Parsed<List<String>> fields = table.next();
    return fields == null ? null : fields.map(this::order);
  }

  private PaymentOrder order(List<String> fields) throws MalformedException {
    return new PaymentOrder(
        account("payer", fields.get(0)), account("payee", fields.get(1)), amount(fields.get(2)));
  }

  private static String account(String meaning, String name) throws MalformedException {
    if (name.isBlank()) {
      throw new MalformedException("the " + meaning + " is empty");
    }
    return name;
  }

  private long amount(String text) throws MalformedException {
    try {
      return amounts.parse(text);
    } catch (MalformedException e) {
      throw new MalformedException("the amount " + e.reason());
    }
  }

  /** How many bytes of the file have been read. */
  long bytesRead() {
    return table.bytesRead();
  }

  /** Closes the file; a thread that waits in {@link #next} then gets an exception. */
  @Override
  public void close() {
    table.close();
  }
}
