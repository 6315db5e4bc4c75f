package io.isolde.examples.bank;

import io.isolde.examples.bank.CsvTable.Column;

/**
 * How a file of payment orders is written.
 *
 * <p>Immutable.
 */
record OrderFormat(char delimiter, Amounts amounts, Column payer, Column payee, Column amount) {

  /** The format with these names of columns. */
  static OrderFormat of(
      char delimiter, Amounts amounts, String payer, String payee, String amount) {
    return new OrderFormat(
        delimiter,
        amounts,
        new Column("payer", payer, "--payer-column"),
        new Column("payee", payee, "--payee-column"),
        new Column("amount", amount, "--amount-column"));
  }

  /** The format of the files that the bank itself generates. */
  static OrderFormat standard() {
    return of(',', new Amounts(2), "payer", "payee", "amount");
  }
}
