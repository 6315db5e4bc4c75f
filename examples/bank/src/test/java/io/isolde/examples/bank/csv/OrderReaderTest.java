package io.isolde.examples.bank.csv;

import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.OrderEntry;
import io.isolde.examples.bank.PaymentOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderReaderTest {
  /** The header and two orders of the Berka financial data set (PKDD 1999). */
  private static final String BERKA =
      """
      "order_id";"account_id";"bank_to";"account_to";"amount";"k_symbol"
      29401;1;"YZ";"87144583";2452.00;"SIPO"
      29402;2;"ST";"89597016";3372.70;" "
      """;

  @Test
  void next_columnsInAnyOrderAmongOthers_findsThem() {
    assertThat(orders("note,amount,payee,payer\n\"x,\ny\",1.50,bob,alice\n"))
        .containsExactly(order(2, "alice", "bob", 150));
  }

  @Test
  void next_mappedColumnsAndDelimiter_readsTheBerkaOrders() {
    OrderFormat format = OrderFormat.of(';', new Amounts(2), "account_id", "account_to", "amount");
    assertThat(orders(TextSource.of(BERKA.replace("\n", "\r\n")), format))
        .containsExactly(order(2, "1", "87144583", 245200), order(3, "2", "89597016", 337270));
  }

  @Test
  void next_quotedHeaderWithByteOrderMarkAndBlanks_findsColumns() {
    assertThat(orders("\uFEFF\"payer\", payee ,amount\na,b,1\n"))
        .containsExactly(order(2, "a", "b", 100));
  }

  @Test
  void next_namesWithBlanksAndAnyScript_areKeptAsTheyAre() {
    assertThat(orders("payer,payee,amount\n Zoë ,銀行,1\n"))
        .containsExactly(order(2, " Zoë ", "銀行", 100));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`a,b`|2 fields, but the header has 3",
        "`a,b,10,50`|4 fields, but the header has 3",
        "`,b,1`|the payer is empty",
        "`a,\" \",1`|the payee is empty",
        "`a,b,`|the amount '' is not a decimal number",
        "`a,b,ten`|the amount 'ten' is not a decimal number",
        "`a,b,1.234`|the amount '1.234' has 3 decimals, more than 2"
      },
      delimiter = '|')
  void next_malformedLine_saysWhyAndReadingGoesOn(String line, String reason) {
    assertThat(orders("payer,payee,amount\n" + line + "\na,b,1\n"))
        .containsExactly(new Parsed.Malformed<>(2, reason), order(3, "a", "b", 100));
  }

  @Test
  void next_orderInsideAQuotedField_isNoOrder() {
    assertThat(orders("payer,payee,amount,note\na,b,1,\"x\na,mallory,1000,y\"\n"))
        .containsExactly(order(2, "a", "b", 100));
  }

  @Test
  void open_emptyFile_saysWhatWasExpected() {
    assertUnreadable(
        "", "orders.csv is empty; expected a header line with the columns payer, payee, amount");
  }

  @Test
  void open_missingColumn_listsColumnsAndOption() {
    assertUnreadable(
        "from,payee,amount\n",
        "orders.csv has no column 'payer' for the payer. Its columns, separated by ',', are:"
            + " 'from', 'payee', 'amount'. Name the column with --payer-column, or another"
            + " delimiter with --delimiter.");
  }

  @Test
  void open_columnTwice_isRefused() {
    assertUnreadable("payer,payee,amount,payer\n", "more than one column 'payer'");
  }

  @Test
  void open_otherEncoding_saysWhatWasExpected() {
    Source source = new TextSource("payer,payee,amount\n", UTF_16);
    assertThatThrownBy(() -> OrderReader.open(source, OrderFormat.standard()))
        .isInstanceOf(BankException.class)
        .hasMessageContaining("orders.csv, line 1: not valid UTF-8")
        .hasMessageContaining("expected a header line in UTF-8");
  }

  private static void assertUnreadable(String file, String message) {
    assertThatThrownBy(() -> OrderReader.open(TextSource.of(file), OrderFormat.standard()))
        .isInstanceOf(BankException.class)
        .hasMessageContaining(message);
  }

  private static Parsed<OrderEntry> order(long line, String payer, String payee, long amount) {
    return new Parsed.Value<>(
        line, new OrderEntry(line, "", new PaymentOrder(payer, payee, amount)));
  }

  private static List<Parsed<OrderEntry>> orders(String file) {
    return orders(TextSource.of(file), OrderFormat.standard());
  }

  private static List<Parsed<OrderEntry>> orders(Source source, OrderFormat format) {
    List<Parsed<OrderEntry>> orders = new ArrayList<>();
    try (OrderReader reader = OrderReader.open(source, format)) {
      for (var order = reader.next(); order != null; order = reader.next()) {
        orders.add(order);
      }
    }
    return orders;
  }
}
