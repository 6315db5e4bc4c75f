package io.isolde.examples.bank.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.csv.AccountsFile;
import io.isolde.examples.bank.csv.Amounts;
import io.isolde.examples.bank.csv.TextSource;
import io.isolde.examples.bank.ledger.Ledger;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OpeningBalancesTest {
  private final Ledger ledger = new Ledger(OptionalLong.empty(), Duration.ZERO);

  @Test
  void openIn_newAccounts_areOpenWithTheirBalances() {
    openIn("a,0.05\nb,0\n");
    assertThat(ledger.balances()).containsExactly(new Balance("a", 5), new Balance("b", 0));
  }

  @Test
  void openIn_malformedLine_opensNone() {
    assertThatThrownBy(() -> openIn("a,1\nb,ten\n")).isInstanceOf(BankException.class);
    assertThat(ledger.balances()).isEmpty();
  }

  @Test
  void openIn_moreThanAllMoney_isRefused() {
    assertThatThrownBy(() -> openIn("a,92233720368547758.07\nb,0.01\n"))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("open them with less");
  }

  private void openIn(String lines) {
    AccountsFile file = new AccountsFile(',', new Amounts(2));
    new OpeningBalances(file, TextSource.of("account,balance\n" + lines)).openIn(ledger);
  }
}
