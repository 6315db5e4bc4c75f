package io.isolde.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.isolde.store.Durability;
import io.isolde.store.Store;
import io.isolde.store.StoreUri;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileOptionsTest {
  private static FileOptions parse(String uri) {
    return FileOptions.parse(StoreUri.parse(uri));
  }

  @Test
  void parse_options_areThose() {
    FileOptions options = parse("file:data/bank?mode=async&asyncMillis=7&readOnly=true");

    assertThat(options.directory()).isEqualTo(Path.of("data/bank"));
    assertThat(options.durability()).isEqualTo(Durability.ASYNC);
    assertThat(options.asyncDelay()).isEqualTo(Duration.ofMillis(7));
    assertThat(options.readOnly()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "file:/tmp/bank, /tmp/bank",
    "file:///tmp/bank, /tmp/bank",
    "file:./~, ./~",
    "file:my bank, my bank",
    "file:100%, 100%",
    "file:Zoë, Zoë",
    "file:a:b#c, a:b#c",
    "file:bank?, bank"
  })
  void parse_path_isTakenAsItStands(String uri, String directory) {
    assertThat(parse(uri).directory()).isEqualTo(Path.of(directory));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "file:~/bank|'~' is not expanded",
        "file:~|'~' is not expanded",
        "file:~zoe/bank|'~' is not expanded",
        "file:my%20bank|'%' and two digits are not decoded",
        "file://host/bank|what follows '//' is a host",
        "file:|a directory must follow",
        "file: |a directory must follow",
        "file:?mode=sync|a directory must follow",
        "file: bank|a blank before or behind the directory",
        "file:bank |a blank before or behind the directory",
        "file:bank ?mode=sync|a blank before or behind the directory",
        "file:bank?mode=sync&mode=async|mode is given twice",
        "file:bank?mode=sync&mode=sync|mode is given twice",
        "file:bank?readOnly=true&mode=sync&readOnly=false|readOnly is given twice",
        "file:bank?mode|mode must be sync, async or none, but is ''",
        "file:bank?mode=SYNC|mode must be sync, async or none, but is 'SYNC'",
        "file:bank?readOnly=yes|readOnly must be true or false, but is 'yes'",
        "file:bank?Mode=sync|unknown option 'Mode'",
        "file:bank?mode=sync&|unknown option ''",
        "file:bank?&|unknown option ''",
        "file:bank?mode=sync?readOnly=true|mode must be sync, async or none, but is"
            + " 'sync?readOnly=true'",
        "file:bank?segmentBytes=8M|segmentBytes must be a whole number, but is '8M'",
        "file:bank?segmentBytes=٨٨٨٨|segmentBytes must be a whole number, but is '٨٨٨٨'",
        "file:bank?segmentBytes=+9999|segmentBytes must be a whole number, but is '+9999'",
        "file:bank?asyncBytes=9223372036854775808|asyncBytes must be a whole number",
        "file:bank?asyncBytes=-1|asyncBytes must be from 0 to 9223372036854775807, but is -1",
        "file:bank?asyncMillis=999999999999999999|asyncMillis must be from 0 to 2147483647"
      })
  void parse_oddUri_isRefusedSayingWhy(String uri, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(uri))
        .withMessageStartingWith("malformed store URI '" + uri + "': ")
        .withMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:~/isolde-test", "chronicle:~/isolde-test", "FILE:~/isolde-test"})
  void open_refusedUri_makesNoDirectory(String uri) {
    assertThatIllegalArgumentException().isThrownBy(() -> Store.open(uri).close());
    assertThat(Files.exists(Path.of("~"))).isFalse();
  }

  @Test
  void withAsync_delayBeyondAllNumbers_isRefused() {
    FileOptions options = FileOptions.of(Path.of("bank"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> options.withAsync(Duration.ofSeconds(Long.MAX_VALUE), 0))
        .withMessageContaining("asyncMillis must be from 0 to");
  }
}
