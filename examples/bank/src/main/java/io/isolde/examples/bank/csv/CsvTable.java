package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.BankException;
import io.isolde.examples.bank.Texts;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads chosen columns of a CSV file whose first record is a header; other columns are ignored.
 *
 * <p>Thread-confined, but for {@link #close}.
 */
public final class CsvTable implements AutoCloseable {

  /**
   * A column to be read.
   *
   * @param meaning what the column holds
   * @param name its name in the header
   * @param option the command line option that sets this name, or an empty text when there is none
   */
  public record Column(String meaning, String name, String option) {}

  private final Source source;
  private final RecordReader records;
  private final int width;
  private final int[] chosen;

  private CsvTable(Source source, RecordReader records, int width, int[] chosen) {
    this.source = source;
    this.records = records;
    this.width = width;
    this.chosen = chosen;
  }

  /**
   * Opens the file and reads its header.
   *
   * @throws BankException when it cannot be read, or has no header, or when its header lacks a
   *     column or has it more than once
   */
  static CsvTable open(Source source, char delimiter, Column... columns) {
    try {
      RecordReader records = new RecordReader(new LineReader(source.open()), delimiter);
      try {
        return open(source, records, delimiter, columns);
      } catch (IOException | RuntimeException e) {
        records.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private static CsvTable open(
      Source source, RecordReader records, char delimiter, Column... columns) throws IOException {
    Header header = new Header(source, delimiter, headerFields(source, records, columns));
    int[] chosen = Arrays.stream(columns).mapToInt(header::indexOf).toArray();
    return new CsvTable(source, records, header.fields().size(), chosen);
  }

  private static List<String> headerFields(Source source, RecordReader records, Column... columns)
      throws IOException {
    return switch (records.next()) {
      case null ->
          throw BankException.input(
              "%s is empty; expected a header line with %s"
                  .formatted(source.name(), namesOf(columns)));
      case Parsed.Malformed<List<String>> header ->
          throw BankException.input(
              "%s, line %d: %s; expected a header line in UTF-8 with %s"
                  .formatted(source.name(), header.line(), header.reason(), namesOf(columns)));
      case Parsed.Value<List<String>> header -> header.value();
    };
  }

  private static String namesOf(Column... columns) {
    return Arrays.stream(columns)
        .map(Column::name)
        .collect(Collectors.joining(", ", "the columns ", ""));
  }

  private static BankException unreadable(Source source, IOException cause) {
    return BankException.input(source.name() + " cannot be read: " + Texts.reason(cause));
  }

  /**
   * The chosen fields of the next record, in the order of the columns, or null at the end.
   *
   * @throws BankException when the file cannot be read further
   */
  @Nullable Parsed<List<String>> next() {
    try {
      Parsed<List<String>> record = records.next();
      return record == null ? null : record.map(this::choose);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  private List<String> choose(List<String> fields) throws MalformedException {
    if (fields.size() != width) {
      throw new MalformedException(
          "%s, but the header has %d".formatted(Texts.counted(fields.size(), "field"), width));
    }
    String[] values = new String[chosen.length];
    Arrays.setAll(values, column -> fields.get(chosen[column]));
    return List.of(values);
  }

  /** How many bytes of the file have been read. */
  long bytesRead() {
    return records.bytesRead();
  }

  /** Closes the file; a thread that waits in {@link #next} then gets an exception. */
  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  /** The names of all columns of a file. */
  private record Header(Source source, char delimiter, List<String> fields) {

    int indexOf(Column column) {
      int[] found =
          IntStream.range(0, fields.size())
              .filter(i -> fields.get(i).strip().equals(column.name()))
              .toArray();
      if (found.length == 1) {
        return found[0];
      }
      throw BankException.input(problem(column, found.length));
    }

    private String problem(Column column, int found) {
      return "%s has %s column '%s' for the %s. Its columns, separated by '%s', are: %s.%s"
          .formatted(
              source.name(),
              found == 0 ? "no" : "more than one",
              column.name(),
              column.meaning(),
              delimiter == '\t' ? "\\t" : delimiter,
              fields.stream().map(Texts::quoted).collect(Collectors.joining(", ")),
              advice(column));
    }

    private static String advice(Column column) {
      return column.option().isEmpty()
          ? ""
          : " Name the column with %s, or another delimiter with --delimiter."
              .formatted(column.option());
    }
  }
}
