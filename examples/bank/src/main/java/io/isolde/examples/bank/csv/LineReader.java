package io.isolde.examples.bank.csv;

import io.isolde.examples.bank.Texts;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads UTF-8 text line by line; a line that is not valid UTF-8, or far too long, does not end the
 * reading.
 *
 * <p>A line keeps its end (LF, CR LF or CR), so that the lines of a file, joined, are the file. A
 * byte order mark at the start is dropped. Thread-confined, but for {@link #close}.
 */
final class LineReader implements Closeable {
  static final int LINE_BYTES_MAX = 65_536;

  private static final int BUFFER_BYTES = 65_536;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int limit;

  private final ByteBuffer bytes = ByteBuffer.allocate(LINE_BYTES_MAX);
  private final CharBuffer chars = CharBuffer.allocate(LINE_BYTES_MAX);
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);

  private long line;
  private long bytesRead;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** The next line with its end, or null when there is none. */
  @Nullable Parsed<String> next() throws IOException {
    long length = readLine();
    if (length == 0) {
      return null;
    }
    line++;
    bytesRead += length;
    return new Parsed.Value<>(line, length).map(this::decode);
  }

  /** How many bytes the lines returned so far have. */
  long bytesRead() {
    return bytesRead;
  }

  /** Reads a line into {@code bytes}, as far as it fits, and returns how long it is. */
  private long readLine() throws IOException {
    bytes.clear();
    long length = 0;
    byte last = 0;
    while (!isLineEnd(last) && (position < limit || fill())) {
      int end = endInBuffer();
      last = buffer[end - 1];
      length += take(end - position);
    }
    if (last == '\r' && linefeedFollows()) {
      length += take(1);
    }
    bytes.flip();
    return length;
  }

  /** Where the line, or the part of it that is in the buffer, ends. */
  private int endInBuffer() {
    int end = position;
    while (end < limit && !isLineEnd(buffer[end])) {
      end++;
    }
    return Math.min(end + 1, limit);
  }

  private static boolean isLineEnd(byte b) {
    return b == '\n' || b == '\r';
  }

  /** Moves that many bytes of the buffer to the line, as far as they fit. */
  private int take(int count) {
    bytes.put(buffer, position, Math.min(count, bytes.remaining()));
    position += count;
    return count;
  }

  private boolean linefeedFollows() throws IOException {
    return (position < limit || fill()) && buffer[position] == '\n';
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer));
    return limit > 0;
  }

  private String decode(long length) throws MalformedException {
    if (length > LINE_BYTES_MAX) {
      throw new MalformedException(
          "the line is longer than " + Texts.counted(LINE_BYTES_MAX, "byte"));
    }
    chars.clear();
    if (utf8.reset().decode(bytes, chars, true).isError()) {
      throw new MalformedException(
          "not valid UTF-8: byte %d of the line is 0x%02X"
              .formatted(bytes.position() + 1, bytes.get(bytes.position())));
    }
    chars.flip();
    dropByteOrderMark();
    return chars.toString();
  }

  private void dropByteOrderMark() {
    if (line == 1 && chars.hasRemaining() && chars.get(0) == BYTE_ORDER_MARK) {
      chars.get();
    }
  }

  /** Closes the stream; a reader blocked in {@link #next} then fails with an IOException. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
