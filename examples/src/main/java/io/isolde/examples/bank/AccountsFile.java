package io.isolde.examples.bank;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.isolde.examples.bank.CsvTable.Column;
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
record AccountsFile(char delimiter, Amounts amounts) {
  private static final Column ACCOUNT = new Column("account", "account", "");
  private static final Column BALANCE = new Column("balance", "balance", "");

  /**
   * Opens the accounts of the file. Those that are open already, with the same amount, stay as they
   * are.
   *
   * @throws BankException when a line is malformed or names an account for the second time (no
   *     account is opened then, because money must not be missing from the start), or when an
   *     account is open already and was opened with another amount
   */
  void openAll(Source source, Ledger ledger) {
    List<Balance> others = ledger.openAll(read(source));
    if (!others.isEmpty()) {
      throw openOtherwise(source, others);
    }
  }

  private List<Balance> read(Source source) {
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

  private BankException openOtherwise(Source source, List<Balance> others) {
    Balance first = others.getFirst();
    return BankException.input(
        "%s: the account %s is open already, and was not opened with %s%s; expected accounts that are new, or were opened with the same"
            .formatted(
                source.name(),
                Texts.quoted(first.account()),
                amounts.format(first.amount()),
                others.size() == 1
                    ? ""
                    : " (nor were " + (others.size() - 1) + " others with what is said there)"));
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
  void write(Writer target, List<Balance> balances) throws IOException {
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
