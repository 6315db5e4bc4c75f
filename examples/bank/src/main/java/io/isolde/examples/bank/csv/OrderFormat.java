package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.csv.CsvTable.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * How a file of payment orders is written.
 *
 * <p>Immutable.
 *
 * @param columns those of payer, payee and amount, and, if orders have ids, that of the id
 */
public record OrderFormat(char delimiter, Amounts amounts, List<Column> columns) {

  /** The format with these names of columns, for orders without ids. */
  public static OrderFormat of(
      char delimiter, Amounts amounts, String payer, String payee, String amount) {
    return new OrderFormat(
        delimiter,
        amounts,
        List.of(
            new Column("payer", payer, "--payer-column"),
            new Column("payee", payee, "--payee-column"),
            new Column("amount", amount, "--amount-column")));
  }

  /** The format for orders with ids in a column of that name. */
  public OrderFormat withIds(String name) {
    List<Column> more = new ArrayList<>(columns);
    more.add(new Column("id", name, "--id-column"));
    return new OrderFormat(delimiter, amounts, List.copyOf(more));
  }

  /** Whether orders have ids. */
  public boolean hasIds() {
    return columns.size() > 3;
  }

  /** The format of the files that the bank itself generates. */
  public static OrderFormat standard() {
    return of(',', new Amounts(2), "payer", "payee", "amount");
  }
}
