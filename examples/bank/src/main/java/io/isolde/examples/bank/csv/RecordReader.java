package io.isolde.examples.bank.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import io.isolde.examples.bank.Texts;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a CSV file; a record with broken quotes costs only its first line.
 *
 * <p>Fields follow RFC 4180: one in quotes may hold delimiters, line ends and doubled quotes. Empty
 * lines are skipped. Thread-confined, but for {@link #close}.
 */
final class RecordReader implements Closeable {
  /*
   * A CSV parser that meets a quote which is never closed swallows the rest of the file. So records
   * are parsed one by one: a line without quotes is a record, and needs no parser; a line with
   * quotes goes to the parser together with the lines that follow, for as long as a quote is open.
   * When the quotes turn out to be broken, the first line is malformed, and reading continues with
   * the second.
   */

  /** A quote that stays open for more lines than this counts as never closed. */
  static final int RECORD_LINES_MAX = 100;

  private static final char QUOTE = '"';

  private final LineReader lines;
  private final char delimiter;
  private final Deque<Parsed<String>> returned = new ArrayDeque<>();
  private final CsvReaderBuilder closedQuotes;
  private final CsvReaderBuilder openQuotes;

  RecordReader(LineReader lines, char delimiter) {
    this.lines = lines;
    this.delimiter = delimiter;
    closedQuotes = CsvReader.builder().fieldSeparator(delimiter).allowUnclosedQuote(false);
    openQuotes = CsvReader.builder().fieldSeparator(delimiter).allowUnclosedQuote(true);
  }

  /** The fields of the next record, or null when there is none. */
  @Nullable Parsed<List<String>> next() throws IOException {
    Parsed<String> line = nextLine();
    while (line instanceof Parsed.Value<String> value && isEmpty(value.value())) {
      line = nextLine();
    }
    if (line instanceof Parsed.Value<String> first && first.value().indexOf(QUOTE) >= 0) {
      return quotedRecord(first);
    }
    return line == null ? null : line.map(this::split);
  }

  private @Nullable Parsed<String> nextLine() throws IOException {
    return returned.isEmpty() ? lines.next() : returned.pop();
  }

  private static boolean isEmpty(String line) {
    return line.equals("\n") || line.equals("\r\n") || line.equals("\r") || line.isEmpty();
  }

  /** The fields of a record without quotes. */
  private List<String> split(String record) {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int end = record.indexOf(delimiter); end >= 0; end = record.indexOf(delimiter, start)) {
      fields.add(record.substring(start, end));
      start = end + 1;
    }
    fields.add(record.substring(start, lengthWithoutEnd(record)));
    return fields;
  }

  private static int lengthWithoutEnd(String line) {
    int length = line.length();
    while (length > 0 && isLineEnd(line.charAt(length - 1))) {
      length--;
    }
    return length;
  }

  private static boolean isLineEnd(char character) {
    return character == '\n' || character == '\r';
  }

  private Parsed<List<String>> quotedRecord(Parsed.Value<String> first) throws IOException {
    StringBuilder record = new StringBuilder(first.value());
    Deque<Parsed<String>> more = new ArrayDeque<>();
    while (endsInsideQuotes(record)) {
      if (!appendUpToQuote(record, more)) {
        return unclosed(first, more);
      }
    }
    Parsed<List<String>> parsed = first.map(line -> fields(closedQuotes, record.toString()));
    boolean broken = parsed instanceof Parsed.Malformed && !more.isEmpty();
    return broken ? unclosed(first, more) : parsed;
  }

  private Parsed<List<String>> unclosed(Parsed.Value<String> first, Deque<Parsed<String>> more) {
    more.descendingIterator().forEachRemaining(returned::push);
    return new Parsed.Malformed<>(first.line(), "not valid CSV: a quote is never closed");
  }

  private boolean endsInsideQuotes(StringBuilder record) {
    return !isRecord(closedQuotes, record) && isRecord(openQuotes, record);
  }

  private static boolean isRecord(CsvReaderBuilder syntax, StringBuilder text) {
    try {
      fields(syntax, text.toString());
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /** Appends lines until one has a quote; returns false when no further line can belong to it. */
  private boolean appendUpToQuote(StringBuilder record, Deque<Parsed<String>> more)
      throws IOException {
    while (more.size() < RECORD_LINES_MAX) {
      Parsed<String> line = nextLine();
      if (line != null) {
        more.add(line);
      }
      if (!(line instanceof Parsed.Value<String> value)) {
        return false;
      }
      record.append(value.value());
      if (value.value().indexOf(QUOTE) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static List<String> fields(CsvReaderBuilder syntax, String record)
      throws MalformedException {
    try {
      return syntax.ofSingleCsvRecord(record).getFields();
    } catch (CsvParseException e) {
      throw new MalformedException("not valid CSV: " + Texts.visible(reason(e)));
    }
  }

  /** The parser's reason without its line number, which counts from the start of the record. */
  private static String reason(CsvParseException e) {
    String message = String.valueOf(e.getMessage());
    int detail = message.indexOf(" (record starting");
    return detail < 0 ? message : message.substring(0, detail);
  }

  /** How many bytes of the file have been read. */
  long bytesRead() {
    return lines.bytesRead();
  }

  /** Closes the file; a reader blocked in {@link #next} then fails with an IOException. */
  @Override
  public void close() throws IOException {
    lines.close();
  }
}
