package io.isolde.examples.bank.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+49 30",
        "-x",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "'=1",
        "''-",
        "＝1",
        "="
      })
  void toCell_formula_isText(String name) {
    String cell = AccountNames.toCell(name);

    assertThat(cell).isEqualTo("'" + name);
    assertThat(AccountNames.ofCell(cell)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "a=b", "'", "''", "'alice", " =1", "1-2", "Zoë"})
  void toCell_otherName_staysAsItIs(String name) {
    assertThat(AccountNames.toCell(name)).isEqualTo(name);
    assertThat(AccountNames.ofCell(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1", "-x"})
  void ofCell_formulaWrittenByOthers_staysAsItIs(String name) {
    assertThat(AccountNames.ofCell(name)).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\u0000b", "\u001b[31m", "\u007f"})
  void checked_controlCharacter_isMalformed(String name) {
    assertThatThrownBy(() -> AccountNames.checked("payer", name))
        .isInstanceOf(MalformedException.class)
        .hasMessageMatching("the payer '.*' has the control character U\\+00..");
  }

  @Test
  void checked_veryLong_isMalformedAndShownInShort() throws MalformedException {
    assertThat(AccountNames.checked("payer", "x".repeat(1000))).hasSize(1000);
    assertThatThrownBy(() -> AccountNames.checked("payer", "x".repeat(1001)))
        .isInstanceOf(MalformedException.class)
        .hasMessage("the payer '%s...' has 1,001 characters, more than 1,000", "x".repeat(30));
  }
}
