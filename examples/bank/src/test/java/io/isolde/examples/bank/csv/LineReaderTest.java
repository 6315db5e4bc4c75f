package io.isolde.examples.bank.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void next_anyLineEnd_keepsIt() throws IOException {
    assertThat(texts("a\nb\r\nc\rd\n\ne\r\r\n\nf"))
        .containsExactly("a\n", "b\r\n", "c\r", "d\n", "\n", "e\r", "\r\n", "\n", "f");
  }

  @Test
  void next_emptyFile_isNull() throws IOException {
    assertThat(lines(new byte[0])).isEmpty();
  }

  @Test
  void next_anyLine_isNumberedFromOne() throws IOException {
    assertThat(lines("a\nb\n".getBytes(UTF_8)))
        .containsExactly(new Parsed.Value<>(1, "a\n"), new Parsed.Value<>(2, "b\n"));
  }

  @Test
  void next_byteOrderMark_isDroppedAtTheStartOnly() throws IOException {
    assertThat(texts("\uFEFFa\n\uFEFFb\n")).containsExactly("a\n", "\uFEFFb\n");
  }

  @Test
  void next_byteOrderMarkAlone_isAnEmptyLine() throws IOException {
    assertThat(texts("\uFEFF")).containsExactly("");
  }

  @Test
  void next_invalidUtf8_isMalformedAndReadingGoesOn() throws IOException {
    assertThat(lines("ok\nM\u00FCller\nfine\n".getBytes(ISO_8859_1)))
        .containsExactly(
            new Parsed.Value<>(1, "ok\n"),
            new Parsed.Malformed<>(2, "not valid UTF-8: byte 2 of the line is 0xFC"),
            new Parsed.Value<>(3, "fine\n"));
  }

  @Test
  void next_characterCutOffAtTheEnd_isMalformed() throws IOException {
    byte[] bytes = {'a', (byte) 0xC3};
    assertThat(lines(bytes))
        .containsExactly(new Parsed.Malformed<>(1, "not valid UTF-8: byte 2 of the line is 0xC3"));
  }

  @Test
  void next_charactersOutsideTheBasicPlane_areRead() throws IOException {
    assertThat(texts("Zoë 🏦\n")).containsExactly("Zoë 🏦\n");
  }

  @Test
  void next_longestLine_isRead() throws IOException {
    String longest = "x".repeat(LineReader.LINE_BYTES_MAX - 1) + "\n";
    assertThat(texts(longest + "b")).containsExactly(longest, "b");
  }

  @Test
  void next_tooLongLine_isMalformedAndReadingGoesOn() throws IOException {
    String tooLong = "x".repeat(3 * LineReader.LINE_BYTES_MAX) + "\nb";
    assertThat(lines(tooLong.getBytes(UTF_8)))
        .containsExactly(
            new Parsed.Malformed<>(1, "the line is longer than 65,536 bytes"),
            new Parsed.Value<>(2, "b"));
  }

  @Test
  void next_streamThatGivesSingleBytes_readsTheSame() throws IOException {
    byte[] bytes = "ä\r\nb\rc\n\r\n".getBytes(UTF_8);
    assertThat(lines(new OneByteAtATime(bytes))).isEqualTo(lines(bytes));
  }

  @Test
  void bytesRead_atTheEnd_isTheSizeOfTheFile() throws IOException {
    byte[] bytes = "\uFEFFZoë\r\nb\n\nM".getBytes(UTF_8);
    LineReader reader = new LineReader(new ByteArrayInputStream(bytes));
    while (reader.next() != null) {
      assertThat(reader.bytesRead()).isPositive();
    }
    assertThat(reader.bytesRead()).isEqualTo(bytes.length);
  }

  private static List<String> texts(String file) throws IOException {
    return lines(file.getBytes(UTF_8)).stream()
        .map(line -> ((Parsed.Value<String>) line).value())
        .toList();
  }

  private static List<Parsed<String>> lines(byte[] file) throws IOException {
    return lines(new ByteArrayInputStream(file));
  }

  private static List<Parsed<String>> lines(InputStream file) throws IOException {
    List<Parsed<String>> lines = new ArrayList<>();
    try (LineReader reader = new LineReader(file)) {
      for (var line = reader.next(); line != null; line = reader.next()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static final class OneByteAtATime extends ByteArrayInputStream {
    OneByteAtATime(byte[] bytes) {
      super(bytes);
    }

    @Override
    public int read(byte[] target) {
      return read(target, 0, 1);
    }
  }
}
