package io.isolde.examples.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void counted_anyNumber_isGroupedAndInThePluralUnlessOne() {
    assertThat(Texts.counted(0, "line")).isEqualTo("0 lines");
    assertThat(Texts.counted(1, "line")).isEqualTo("1 line");
    assertThat(Texts.counted(1_234_567, "line")).isEqualTo("1,234,567 lines");
  }

  @Test
  void quoted_longOrControlCharacters_isShortAndOnOneLine() {
    assertThat(Texts.quoted("a\tb\u001b[31m")).isEqualTo("'a?b?[31m'");
    assertThat(Texts.quoted("x".repeat(31))).isEqualTo("'" + "x".repeat(30) + "...'");
  }

  @Test
  void reason_anyFailure_isInWords() {
    assertThat(Texts.reason(new AccessDeniedException("/f"))).isEqualTo("permission denied");
    assertThat(Texts.reason(new FileSystemException("/f", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(Texts.reason(new IOException("disk on fire"))).isEqualTo("disk on fire");
    assertThat(Texts.reason(new IOException())).isEqualTo("java.io.IOException");
  }
}
