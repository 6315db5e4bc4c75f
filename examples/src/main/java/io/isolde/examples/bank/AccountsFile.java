package io.isolde.examples.bank;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.isolde.examples.bank.CsvTable.Column;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * The balances of accounts in a CSV file with the columns account and balance; what was written as
 * closing balances can be read as opening balances.
 *
 * <p>Immutable.
 */
record AccountsFile(char delimiter, Amounts amounts) {
  private static final Column ACCOUNT = new Column("account", "account", "");
  private static final Column BALANCE = new Column("balance", "balance", "");

  /**
   * Opens the accounts of the file.
   *
   * @throws BankException when a line is malformed, or names an account that is open already: money
   *     must not be missing from the start
   */
  void openAll(Source source, Ledger ledger) {
    try (CsvTable table = CsvTable.open(source, delimiter, ACCOUNT, BALANCE)) {
      for (Parsed<List<String>> line = table.next(); line != null; line = table.next()) {
        if (line.map(this::balance).map(balance -> opened(ledger, balance))
            instanceof Parsed.Malformed<?> malformed) {
          throw malformed(source, malformed);
        }
      }
    }
  }

  private static BankException malformed(Source source, Parsed.Malformed<?> line) {
    return BankException.input(
        "%s, line %d: %s; expected an account and what it holds"
            .formatted(source.name(), line.line(), line.reason()));
  }

  private Balance balance(List<String> fields) throws MalformedException {
    if (fields.getFirst().isBlank()) {
      throw new MalformedException("the account is empty");
    }
    long amount = amounts.parse(fields.getLast());
    if (amount < 0) {
      throw new MalformedException("the balance " + fields.getLast() + " is negative");
    }
    return new Balance(fields.getFirst(), amount);
  }

  private static Balance opened(Ledger ledger, Balance balance) throws MalformedException {
    if (!ledger.open(balance)) {
      throw new MalformedException(
          "the account " + Texts.quoted(balance.account()) + " stands here twice");
    }
    return balance;
  }

  /** Writes the balances, with a header. */
  void write(Writer target, List<Balance> balances) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().fieldSeparator(delimiter).lineDelimiter(LineDelimiter.LF).build(target);
    csv.writeRecord(ACCOUNT.name(), BALANCE.name());
    balances.forEach(
        balance -> csv.writeRecord(balance.account(), amounts.format(balance.amount())));
    csv.flush();
  }
}
