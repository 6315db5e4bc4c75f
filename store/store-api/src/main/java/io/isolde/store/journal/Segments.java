package io.isolde.store.journal;

import io.isolde.store.journal.FileHeader.Magic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the journal: each holds the records from a number on, up to those of the next one.
 *
 * <p>A segment has its length, filled with zeros, before it gets its name, so that a force later on
 * has nothing but the records to write.
 */
final class Segments {
  private static final Pattern NAME = Pattern.compile("journal-([0-9a-f]{16})\\.log");
  private static final int ZEROS_BYTES = 1 << 16;

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

  /** Makes a durable, empty segment, and opens it. */
  static StorageFile create(Storage storage, UUID store, long first, long bytes)
      throws IOException {
    String unfinished = name(first) + Manifest.UNFINISHED;
    fill(storage, unfinished, bytes);
    return begin(storage, unfinished, store, first);
  }

  /** Makes a durable file of zeros. */
  static void fill(Storage storage, String name, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(ZEROS_BYTES, bytes));
    try (StorageFile file = storage.create(name)) {
      for (long position = 0; position < bytes; position += zeros.limit()) {
        zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - position));
        file.writeFully(position, zeros);
      }
      file.force();
    }
  }

  /** Makes a segment of a durable file of zeros, and opens it. */
  static StorageFile begin(Storage storage, String zeros, UUID store, long first)
      throws IOException {
    try (StorageFile file = storage.open(zeros)) {
      file.writeFully(0, new FileHeader(Magic.JOURNAL, store, first, 0, 0).encoded());
      file.force();
    }
    storage.rename(zeros, name(first));
    storage.force();
    return storage.open(name(first));
  }
}
