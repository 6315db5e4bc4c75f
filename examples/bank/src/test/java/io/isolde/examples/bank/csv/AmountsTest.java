package io.isolde.examples.bank.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountsTest {
  private static final Amounts CENTS = new Amounts(2);

  @ParameterizedTest
  @CsvSource({
    "12.30, 1230",
    "12.3, 1230",
    "12, 1200",
    "0.01, 1",
    "-0.01, -1",
    "+7, 700",
    "007.10, 710",
    ".80, 80",
    ".8, 80",
    "-.80, -80",
    "+.05, 5",
    "' 5.00 ', 500",
    "0, 0",
    "-0.00, 0",
    "92233720368547758.07, 9223372036854775807",
    "-92233720368547758.08, -9223372036854775808"
  })
  void parse_decimalText_givesExactMinorUnits(String text, long minorUnits) throws Exception {
    assertThat(CENTS.parse(text)).isEqualTo(minorUnits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ten",
        "1 000",
        "-",
        "..5",
        "e3",
        "−5",
        "0x10",
        "--1",
        "1.2.3",
        "NaN",
        "Infinity",
        "١٢",
        "1_000",
        "12.30 EUR"
      })
  void parse_noDecimalNumber_isMalformed(String text) {
    assertThatThrownBy(() -> CENTS.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'%s' is not a decimal number", text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,000.00|expected a point before the decimals, and nothing between thousands",
        "12,30|expected a point before the decimals, and nothing between thousands",
        "80.|expected digits behind the point",
        ".|expected digits behind the point",
        "-.|expected digits behind the point",
        "1e3|expected all digits instead of an exponent",
        "-.5E+2|expected all digits instead of an exponent"
      })
  void parse_commonMistake_isMalformedAndSaysWhatIsExpected(String text, String advice) {
    assertThatThrownBy(() -> CENTS.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'%s' is not a decimal number: %s", text, advice);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.001", "1.000", "12.345"})
  void parse_tooManyDecimals_isMalformedAndNeverRounded(String text) {
    assertThatThrownBy(() -> CENTS.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'%s' has 3 decimals, more than 2", text);
  }

  @Test
  void parse_decimalWithoutDecimalsAllowed_isMalformed() {
    assertThatThrownBy(() -> new Amounts(0).parse("1.0"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'1.0' has 1 decimal, more than 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"92233720368547758.08", "-92233720368547758.09", "100000000000000000000"})
  void parse_beyondLong_isMalformed(String text) {
    assertThatThrownBy(() -> CENTS.parse(text))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("beyond the largest amount, 92233720368547758.07");
  }

  @Test
  void parse_hugeText_isMalformedAndShownInShort() {
    assertThatThrownBy(() -> CENTS.parse("9".repeat(60_000)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("'%s...' is not a decimal number", "9".repeat(30));
  }

  @Test
  void parse_lineEndInText_isShownOnOneLine() {
    assertThatThrownBy(() -> CENTS.parse("1\n2")).hasMessage("'1?2' is not a decimal number");
  }

  @Test
  void format_always_isReversedByParse() throws Exception {
    long seed = 42;
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Amounts amounts = new Amounts(random.nextInt(Amounts.DECIMALS_MAX + 1));
      long minorUnits = random.nextLong() >> random.nextInt(64);
      assertThat(amounts.parse(amounts.format(minorUnits)))
          .as("%d with %s, seed %d", minorUnits, amounts, seed)
          .isEqualTo(minorUnits);
    }
  }

  @Test
  void format_smallAmount_hasAllDecimals() {
    assertThat(CENTS.format(5)).isEqualTo("0.05");
    assertThat(CENTS.format(100)).isEqualTo("1.00");
    assertThat(new Amounts(0).format(100)).isEqualTo("100");
  }

  @Test
  void grouped_largeAmount_isExact() {
    assertThat(CENTS.grouped(Long.MAX_VALUE)).isEqualTo("92,233,720,368,547,758.07");
  }
}
