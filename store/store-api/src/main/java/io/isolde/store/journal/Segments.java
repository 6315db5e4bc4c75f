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
    String name = name(first);
    String unfinished = name + Manifest.UNFINISHED;
    try (StorageFile file = storage.create(unfinished)) {
      fill(file, bytes);
      file.writeFully(0, new FileHeader(Magic.JOURNAL, store, first, 0, 0).encoded());
      file.force();
    }
    storage.rename(unfinished, name);
    storage.force();
    return storage.open(name);
  }

  private static void fill(StorageFile file, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate(ZEROS_BYTES);
    for (long position = 0; position < bytes; position += zeros.limit()) {
      zeros.clear().limit((int) Math.min(ZEROS_BYTES, bytes - position));
      file.writeFully(position, zeros);
    }
  }
}
