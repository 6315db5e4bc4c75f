package io.isolde.examples.bank.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.Balance;
import io.isolde.examples.bank.BankException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountsFileTest {
  private static final List<Balance> BALANCES =
      List.of(
          new Balance(" blank ", 1),
          new Balance("a \"quote\"", 0),
          new Balance("comma, and Zoë", 123_456),
          new Balance("line\r\nend", Long.MAX_VALUE - 200_000));

  private final AccountsFile file = new AccountsFile(',', new Amounts(2));

  @Test
  void read_whatWasWritten_givesTheSameBalances() throws IOException {
    assertThat(file.read(TextSource.of(written(file)))).isEqualTo(BALANCES);
  }

  @Test
  void write_namesWithDelimiterQuoteOrLineEnd_quotesThem() throws IOException {
    assertThat(written(new AccountsFile(';', new Amounts(0))))
        .isEqualTo(
            "account;balance\n"
                + " blank ;1\n"
                + "\"a \"\"quote\"\"\";0\n"
                + "comma, and Zoë;123456\n"
                + "\"line\r\nend\";9223372036854575807\n");
  }

  @Test
  void read_namesThatAreFormulas_areTheSameAndNoFormulasInTheFile() throws IOException {
    List<Balance> formulas =
        List.of(new Balance("'=1", 1), new Balance("+1", 2), new Balance("=1", 3));
    StringWriter text = new StringWriter();
    file.write(text, formulas);

    assertThat(text).hasToString("account,balance\n''=1,0.01\n'+1,0.02\n'=1,0.03\n");
    assertThat(file.read(TextSource.of(text.toString()))).isEqualTo(formulas);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,ten|line 3: 'ten' is not a decimal number",
        "a,-1|line 3: the balance -1 is negative",
        "a|line 3: 1 field, but the header has 2",
        ",1|line 3: the account is empty",
        "x,1|line 3: the account 'x' stands here twice"
      })
  void read_malformedLine_isRefused(String line, String reason) {
    Source source = TextSource.of("account,balance\nx,5\n" + line + "\n");
    assertThatThrownBy(() -> file.read(source))
        .isInstanceOf(BankException.class)
        .hasMessageContaining(reason)
        .hasMessageContaining("expected an account and what it holds");
  }

  private static String written(AccountsFile file) throws IOException {
    StringWriter writer = new StringWriter();
    file.write(writer, BALANCES);
    return writer.toString();
  }
}
