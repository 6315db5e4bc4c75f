package io.isolde.store.file.journal;

import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The rest of a segment behind its last intact record, up to its last byte that is not zero. It is
 * read in pieces, since it may be larger than the memory. Owner-only.
 */
final class Rest {
  private static final int PIECE_BYTES = 1 << 16;

  /** The size of the smallest record. */
  private static final long RECORD_BYTES_MIN = Frame.bytes(1);

  private final StorageFile file;
  private final long start;
  private final long size;
  private final ByteBuffer buffer;
  private final long end;

  /** Takes the rest of {@code file} from {@code start} on. */
  Rest(StorageFile file, long start) throws IOException {
    this.file = file;
    this.start = start;
    this.size = file.size();
    this.buffer = ByteBuffer.allocate((int) Math.min(PIECE_BYTES + Frame.HEADER_BYTES, size));
    this.end = lastByte() + 1;
  }

  private long lastByte() throws IOException {
    for (long to = size; to > start; to -= PIECE_BYTES) {
      long from = Math.max(start, to - PIECE_BYTES);
      ByteBuffer piece = piece(from, to);
      for (int i = piece.limit() - 1; i >= 0; i--) {
        if (piece.get(i) != 0) {
          return from + i;
        }
      }
    }
    return start - 1;
  }

  /** Reads a piece, which is valid until the next one is read. */
  private ByteBuffer piece(long from, long to) throws IOException {
    buffer.clear().limit((int) (to - from));
    file.readFully(from, buffer);
    return buffer.flip();
  }

  /** The length of the rest: 0 if all bytes are zero. */
  long bytes() {
    return end - start;
  }

  /** Whether an intact record proves that the expected one was forced before it was written. */
  boolean provesForced(long expected) throws IOException {
    for (long from = start; from < end; from += PIECE_BYTES) {
      ByteBuffer piece = piece(from, Math.min(size, from + PIECE_BYTES + Frame.HEADER_BYTES));
      int headers = Math.min(PIECE_BYTES, piece.limit() - Frame.HEADER_BYTES + 1);
      for (int at = 0; at < headers; at += Frame.ALIGNMENT) {
        if (mayProve(piece, at, from + at, expected) && isIntact(from + at)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there is at least a header that may prove it; if not, the record is not read. */
  private boolean mayProve(ByteBuffer piece, int at, long position, long expected) {
    long before = Frame.sequence(piece, at) - expected;
    return Frame.length(piece, at) > 0
        && Frame.length(piece, at) <= size - position - Frame.HEADER_BYTES
        && Frame.forced(piece, at) >= expected
        && before > 0
        && before <= (position - start) / RECORD_BYTES_MIN;
  }

  private boolean isIntact(long position) throws IOException {
    return new FrameReader(file, position).next();
  }
}
