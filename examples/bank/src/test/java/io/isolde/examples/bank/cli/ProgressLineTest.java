package io.isolde.examples.bank.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.isolde.examples.bank.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  @Test
  void close_allBytesDone_showsTheEndAndTheRemark() {
    assertThat(lines(UTF_8, 200, "7 orders"))
        .endsWith("7 orders (0:00:00) \n")
        .contains("100%", "█");
  }

  @Test
  void close_terminalWithoutBlocks_drawsInAscii() {
    assertThat(lines(US_ASCII, 200, "7 orders")).contains("100% [====").doesNotContain("?");
  }

  @Test
  void close_sizeUnknown_showsTheRemark() {
    assertThat(lines(UTF_8, -1, "7 orders")).contains("? %", "7 orders");
  }

  @Test
  void close_longRemark_staysOnALineOf79Columns() {
    assertThat(lines(UTF_8, 200, "remark ".repeat(30)).split("[\r\n]"))
        .allMatch(line -> line.length() <= 79);
  }

  private static String lines(Charset charset, long size, String remark) {
    ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    try (Progress progress =
        ProgressLine.show("apply", size, () -> remark, new PrintStream(terminal, true, charset))) {
      progress.advance(150);
      progress.advance(50);
    }
    return terminal.toString(charset);
  }
}
