package io.isolde.examples.bank.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.CsvTable.Column;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the balances of accounts as a CSV file with the columns account and balance;
 * closing balances that were written can be read as opening balances.
 *
 * <p>Immutable.
 */
public record AccountsFile(char delimiter, Amounts amounts) {
  private static final Column ACCOUNT = new Column("account", "account", "");
  private static final Column BALANCE = new Column("balance", "balance", "");

  /**
   * Reads the balances of the file.
   *
   * @throws BankException when a line is malformed or names an account for the second time, because
   *     money must not be missing from the start
   */
  public List<Balance> read(Source source) {
    Map<String, Balance> balances = new LinkedHashMap<>();
    try (CsvTable table = CsvTable.open(source, delimiter, ACCOUNT, BALANCE)) {
      for (Parsed<List<String>> line = table.next(); line != null; line = table.next()) {
        if (line.map(this::balance).map(balance -> added(balance, balances))
            instanceof Parsed.Malformed<?> malformed) {
          throw malformed(source, malformed);
        }
      }
    }
    return List.copyOf(balances.values());
  }

  private static BankException malformed(Source source, Parsed.Malformed<?> line) {
    return BankException.input(
        "%s, line %d: %s; expected an account and what it holds"
            .formatted(source.name(), line.line(), line.reason()));
  }

  private Balance balance(List<String> fields) throws MalformedException {
    String account = AccountNames.checked("account", AccountNames.ofCell(fields.getFirst()));
    long amount = amounts.parse(fields.getLast());
    if (amount < 0) {
      throw new MalformedException("the balance " + fields.getLast() + " is negative");
    }
    return new Balance(account, amount);
  }

  private static Balance added(Balance balance, Map<String, Balance> balances)
      throws MalformedException {
    if (balances.putIfAbsent(balance.account(), balance) != null) {
      throw new MalformedException(
          "the account " + Texts.quoted(balance.account()) + " stands here twice");
    }
    return balance;
  }

  /** Writes the balances, with a header; no spreadsheet takes a name for a formula. */
  public void write(Writer target, List<Balance> balances) throws IOException {
    CsvWriter csv =
        CsvWriter.builder().fieldSeparator(delimiter).lineDelimiter(LineDelimiter.LF).build(target);
    csv.writeRecord(ACCOUNT.name(), BALANCE.name());
    balances.forEach(
        balance ->
            csv.writeRecord(
                AccountNames.toCell(balance.account()), amounts.format(balance.amount())));
    csv.flush();
  }
}
