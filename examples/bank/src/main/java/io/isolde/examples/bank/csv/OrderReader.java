package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import io.isolde.examples.bank.csv.CsvTable.Column;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads payment orders from a CSV file, one at a time.
 *
 * <p>Thread-confined, but for {@link #close}.
 */
public final class OrderReader implements AutoCloseable {
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
  public static OrderReader open(Source source, OrderFormat format) {
    CsvTable table =
        CsvTable.open(source, format.delimiter(), format.columns().toArray(Column[]::new));
    return new OrderReader(table, format.amounts());
  }

  /**
   * The next order, or null when there is none.
   *
   * @throws BankException when the file cannot be read further
   */
  public @Nullable Parsed<OrderEntry> next() {
    Parsed<List<String>> record = table.next();
    return record == null ? null : record.map(fields -> entry(record.line(), fields));
  }

  private OrderEntry entry(long line, List<String> fields) throws MalformedException {
    return new OrderEntry(line, id(fields), order(fields));
  }

  private static String id(List<String> fields) throws MalformedException {
    return fields.size() < 4 ? "" : AccountNames.checked("id", fields.get(3));
  }

  private PaymentOrder order(List<String> fields) throws MalformedException {
    return new PaymentOrder(
        AccountNames.checked("payer", fields.get(0)),
        AccountNames.checked("payee", fields.get(1)),
        amount(fields.get(2)));
  }

  private long amount(String text) throws MalformedException {
    try {
      return amounts.parse(text);
    } catch (MalformedException e) {
      throw new MalformedException("the amount " + e.reason());
    }
  }

  /** How many bytes of the file have been read. */
  public long bytesRead() {
    return table.bytesRead();
  }

  /** Closes the file; a thread that waits in {@link #next} then gets an exception. */
  @Override
  public void close() {
    table.close();
  }
}
