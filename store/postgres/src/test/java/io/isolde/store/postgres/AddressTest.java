package io.isolde.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isolde.store.StoreUri;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
  private static Address address(String rest) {
    return Address.of(new StoreUri("postgres", rest));
  }

  @Test
  void uri_withEverything_isUnderstood() {
    Address address = address("//a:1,b/db?schema=bank&pool=7&ssl=verify-ca&rootcert=/ca.pem");
    assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://a:1,b/db");
    assertThat(address.options().schema()).isEqualTo("bank");
    assertThat(address.options().sessions()).isEqualTo(7);
    assertThat(address.driver(Map.of()))
        .containsEntry("sslmode", "verify-ca")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("targetServerType", "primary");
  }

  @Test
  void credentials_comeFromTheEnvironment() {
    Map<String, String> environment = Map.of("PGUSER", "teller", "PGPASSWORD", "secret");
    assertThat(address("//h/db").driver(environment))
        .containsEntry("user", "teller")
        .containsEntry("password", "secret");
    assertThat(address("//h/db").driver(Map.of())).doesNotContainKeys("user", "password");
  }

  @Test
  void connection_isVerifiedUnlessItStaysOnTheMachine() {
    assertThat(address("//db.example/x").ssl()).isEqualTo("verify-full");
    assertThat(address("//localhost,db.example/x").ssl()).isEqualTo("verify-full");
    assertThat(address("//localhost.example/x").ssl()).isEqualTo("verify-full");
    assertThat(address("//localhost:5432,127.0.0.1,[::1]:5433/x").ssl()).isEqualTo("disable");
  }

  @Test
  void uri_withCredentials_isRefusedAndNotRepeated() {
    assertThatThrownBy(() -> address("//teller:secret@host/db"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PGPASSWORD")
        .hasMessageNotContaining("secret");
  }

  @Test
  void uri_withAPasswordAmongTheOptions_isRefusedAndNotRepeated() {
    assertThatThrownBy(() -> address("//host/db?password=secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'password'")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host/db                  | postgres://host:port/database
          //host                   | postgres://host:port/database
          //host/                  | postgres://host:port/database
          //host/db/more           | postgres://host:port/database
          //host/db?schema         | as in schema=bank
          //host/db?colour=red     | 'colour'
          //host/db?pool=many      | 'many'
          //host/db?pool=0         | from 1 to 1000
          //host/db?schema=Bank    | 'Bank'
          //host/db?schema=a;b     | 'a;b'
          //host/db?schema=pg_temp | 'pg_temp'
          //host/db?ssl=maybe      | verify-full
          """)
  void uri_malformed_saysWhatIsWrong(String rest, String expected) {
    assertThatThrownBy(() -> address(rest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(expected);
  }
}
