package io.isolde.store.file.journal;

import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the journal: each holds the records from a number on, up to those of the next file.
 *
 * <p>A segment is filled with zeros to its full length before it gets its name, so that a later
 * force has only the records to write.
 *
 * <p>The last segment of a journal that was found is continued in a copy that replaces it. So a
 * process that has lost the directory, and does not know it yet, writes into a file that has no
 * name any more, and finds out when it forces the file.
 */
final class Segments {
  private static final Pattern NAME = Pattern.compile("journal-([0-9a-f]{16})\\.log");
  private static final int PIECE_BYTES = 1 << 16;

  private Segments() {}

  /** The name of the segment whose first record has this number. */
  static String name(long first) {
    return String.format("journal-%016x.log", first);
  }

  /** The numbers of the first records of all segments, ascending. */
  static List<Long> list(Storage storage) throws IOException {
    return storage.list().stream()
        .map(NAME::matcher)
        .filter(Matcher::matches)
        .map(matcher -> Long.parseUnsignedLong(matcher.group(1), 16))
        .sorted()
        .toList();
  }

  /** Those of ascending {@code segments} that hold records from {@code sequence} on. */
  static List<Long> from(long sequence, List<Long> segments) {
    int begin = 0;
    while (begin + 1 < segments.size() && segments.get(begin + 1) <= sequence) {
      begin++;
    }
    return segments.subList(begin, segments.size());
  }

  /** Makes a durable, empty segment, and opens it. */
  static StorageFile create(Storage storage, UUID store, long first, long bytes)
      throws IOException {
    String unfinished = name(first) + Manifest.UNFINISHED;
    fill(storage, unfinished, bytes);
    return begin(storage, unfinished, store, first);
  }

  /** Makes a durable file of zeros. */
  static void fill(Storage storage, String name, long bytes) throws IOException {
    try (StorageFile file = storage.create(name)) {
      fill(file, 0, bytes);
      file.force();
    }
  }

  private static void fill(StorageFile file, long from, long to) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, to - from));
    for (long position = from; position < to; position += zeros.limit()) {
      zeros.clear().limit((int) Math.min(PIECE_BYTES, to - position));
      file.writeFully(position, zeros);
    }
  }

  /** Replaces the last segment by a copy with room for more, and opens it. */
  static StorageFile renew(Storage storage, JournalEnd end, long bytes) throws IOException {
    String name = name(end.segment());
    String unfinished = name + Manifest.UNFINISHED;
    try (StorageFile old = storage.open(name);
        StorageFile copy = storage.create(unfinished)) {
      copy(old, copy, end.position());
      fill(copy, end.position(), bytes);
      copy.force();
    }
    storage.replace(unfinished, name);
    storage.force();
    return storage.open(name);
  }

  /** Copies the beginning of a file. Copying it onto itself writes it once more. */
  static void copy(StorageFile from, StorageFile to, long bytes) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, bytes));
    for (long position = 0; position < bytes; position += piece.limit()) {
      piece.clear().limit((int) Math.min(PIECE_BYTES, bytes - position));
      from.readFully(position, piece);
      to.writeFully(position, piece.flip());
    }
  }

  /** Turns a durable file of zeros into a segment, and opens it. */
  static StorageFile begin(Storage storage, String zeros, UUID store, long first)
      throws IOException {
    try (StorageFile file = storage.open(zeros)) {
      file.writeFully(0, new FileHeader(Magic.JOURNAL, store, first, 0, 0).encoded());
      file.force();
    }
    storage.publish(zeros, name(first));
    storage.force();
    return storage.open(name(first));
  }
}
