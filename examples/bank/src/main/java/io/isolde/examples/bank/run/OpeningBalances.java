package io.isolde.examples.bank.run;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Source;
import io.isolde.examples.bank.ledger.Ledger;
import java.util.List;

/**
 * The accounts of a file, to be opened before any order is applied.
 *
 * <p>Immutable.
 */
public record OpeningBalances(AccountsFile file, Source source) {

  /**
   * Opens the accounts. Those that are open already, with the same amount, stay as they are.
   *
   * @throws BankException when the file cannot be read or a line is malformed (no account is opened
   *     then), or when an account is open already and was opened with another amount
   */
  public void openIn(Ledger ledger) {
    List<Balance> others = ledger.openAll(file.read(source));
    if (!others.isEmpty()) {
      throw openOtherwise(others);
    }
  }

  private BankException openOtherwise(List<Balance> others) {
    Balance first = others.getFirst();
    return BankException.input(
        "%s: the account %s is open already, and was not opened with %s%s; expected accounts that are new, or were opened with the same"
            .formatted(
                source.name(),
                Texts.quoted(first.account()),
                file.amounts().format(first.amount()),
                others.size() == 1
                    ? ""
                    : " (nor were " + (others.size() - 1) + " others with what is said there)"));
  }
}
