package io.isolde.examples.bank.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final String NEVER_CLOSED = "not valid CSV: a quote is never closed";

  @Test
  void next_plainFields_splitsThem() throws IOException {
    assertThat(records("a,b,1\r\nc,,2\n"))
        .containsExactly(value(1, "a", "b", "1"), value(2, "c", "", "2"));
  }

  @Test
  void next_quotedFields_unquotesThem() throws IOException {
    assertThat(records("\"a,b\",\"say \"\"hi\"\"\",\"\"\n"))
        .containsExactly(value(1, "a,b", "say \"hi\"", ""));
  }

  @Test
  void next_lineEndsInQuotes_belongToTheField() throws IOException {
    assertThat(records("\"a\nb\r\n\nc\",1\nd,2\n"))
        .containsExactly(value(1, "a\nb\r\n\nc", "1"), value(5, "d", "2"));
  }

  @Test
  void next_quoteInsideAnUnquotedField_isAnOrdinaryCharacter() throws IOException {
    assertThat(records("O\"Brien,1\na,2\n"))
        .containsExactly(value(1, "O\"Brien", "1"), value(2, "a", "2"));
  }

  @Test
  void next_emptyLines_areSkippedAndCounted() throws IOException {
    assertThat(records("\n\r\na,1\n\n\rb,2\n\n"))
        .containsExactly(value(3, "a", "1"), value(6, "b", "2"));
  }

  @Test
  void next_blankLine_isARecordOfOneField() throws IOException {
    assertThat(records("  \n")).containsExactly(value(1, "  "));
  }

  @Test
  void next_noLineEndAtTheEnd_isReadToTheEnd() throws IOException {
    assertThat(records("a,1\nb,")).containsExactly(value(1, "a", "1"), value(2, "b", ""));
  }

  @Test
  void next_quoteNeverClosed_costsOnlyItsLine() throws IOException {
    assertThat(records("\"a,1\nb,2\nc,3\n"))
        .containsExactly(malformed(1, NEVER_CLOSED), value(2, "b", "2"), value(3, "c", "3"));
  }

  @Test
  void next_quoteClosedByALaterOpeningQuote_costsOnlyItsLine() throws IOException {
    assertThat(records("\"a,1\nb,2\n\"c\",3\n"))
        .containsExactly(malformed(1, NEVER_CLOSED), value(2, "b", "2"), value(3, "c", "3"));
  }

  @Test
  void next_everyLineWithAnOpenQuote_losesEachForItself() throws IOException {
    assertThat(records("\"a,1\n\"b,2\n\"c,3\nd,4\n"))
        .containsExactly(
            malformed(1, NEVER_CLOSED),
            malformed(2, NEVER_CLOSED),
            malformed(3, NEVER_CLOSED),
            value(4, "d", "4"));
  }

  @Test
  void next_quoteOpenForTooManyLines_costsOnlyItsLine() throws IOException {
    String file = "\"a,1\n" + "b,2\n".repeat(RecordReader.RECORD_LINES_MAX) + "c\",3\n";
    assertThat(records(file))
        .hasSize(RecordReader.RECORD_LINES_MAX + 2)
        .startsWith(malformed(1, NEVER_CLOSED), value(2, "b", "2"))
        .endsWith(value(RecordReader.RECORD_LINES_MAX + 2, "c\"", "3"));
  }

  @Test
  void next_textBehindAClosingQuote_isMalformed() throws IOException {
    assertThat(records("\"a\"b,1\nc,2\n"))
        .containsExactly(
            malformed(1, "not valid CSV: Unexpected character after closing quote: 'b' (0x62)"),
            value(2, "c", "2"));
  }

  @Test
  void next_invalidUtf8BehindAnOpenQuote_losesBothLinesOnly() throws IOException {
    byte[] file = "\"a,1\n?,2\nc,3\n".getBytes(UTF_8);
    file[5] = (byte) 0xFF;
    assertThat(records(file, ','))
        .containsExactly(
            malformed(1, NEVER_CLOSED),
            malformed(2, "not valid UTF-8: byte 1 of the line is 0xFF"),
            value(3, "c", "3"));
  }

  @Test
  void next_otherDelimiter_splitsThere() throws IOException {
    assertThat(records("a,b;\"c;d\"\n".getBytes(UTF_8), ';'))
        .containsExactly(value(1, "a,b", "c;d"));
  }

  private static Parsed<List<String>> value(long line, String... fields) {
    return new Parsed.Value<>(line, List.of(fields));
  }

  private static Parsed<List<String>> malformed(long line, String reason) {
    return new Parsed.Malformed<>(line, reason);
  }

  private static List<Parsed<List<String>>> records(String file) throws IOException {
    return records(file.getBytes(UTF_8), ',');
  }

  private static List<Parsed<List<String>>> records(byte[] file, char delimiter)
      throws IOException {
    List<Parsed<List<String>>> records = new ArrayList<>();
    LineReader lines = new LineReader(new ByteArrayInputStream(file));
    try (RecordReader reader = new RecordReader(lines, delimiter)) {
      for (var record = reader.next(); record != null; record = reader.next()) {
        records.add(record);
      }
    }
    return records;
  }
}
