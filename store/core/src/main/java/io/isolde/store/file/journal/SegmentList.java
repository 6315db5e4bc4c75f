package io.isolde.store.file.journal;

import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The segments of a journal that there are, each by the number of its first record. Thread-safe;
 * one thread at a time trims.
 */
final class SegmentList {
  private final Storage storage;
  private final ConcurrentSkipListSet<Long> firsts;

  SegmentList(Storage storage, Collection<Long> found) {
    this.storage = storage;
    this.firsts = new ConcurrentSkipListSet<>(found);
  }

  /** Adds a segment that was made. */
  void add(long first) {
    firsts.add(first);
  }

  /**
   * Deletes the segments that hold no record after {@code sequence}, except for the last one, and
   * for the newest of the others that have {@code keptBytes} bytes together. A segment that cannot
   * be deleted stays in the list, so that the next call tries again.
   */
  void trim(long sequence, long keptBytes) throws IOException {
    IOException failure = null;
    List<Long> outdated = outdated(sequence);
    for (long first : outdated.subList(0, firstKept(outdated, keptBytes))) {
      try {
        storage.delete(Segments.name(first));
        firsts.remove(first);
      } catch (IOException e) {
        failure = failure == null ? e : withSuppressed(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private int firstKept(List<Long> outdated, long keptBytes) throws IOException {
    int kept = outdated.size();
    for (long bytes = 0; kept > 0 && bytes < keptBytes; ) {
      bytes += bytes(outdated.get(--kept));
    }
    return kept;
  }

  private long bytes(long first) throws IOException {
    try (StorageFile file = storage.open(Segments.name(first))) {
      return file.size();
    } catch (NoSuchFileException e) {
      return 0; // somebody has deleted it
    }
  }

  /** The first record of the segment that should hold a record; 0 if there is none. */
  long holding(long sequence) {
    Long first = firsts.floor(sequence);
    return first == null ? 0 : first;
  }

  /** Whether there is no segment after the one with this first record. */
  boolean isLast(long first) {
    return firsts.higher(first) == null;
  }

  /** The number of the first record of all; {@code none} if there is no segment. */
  long oldest(long none) {
    return firsts.isEmpty() ? none : firsts.first();
  }

  private List<Long> outdated(long sequence) {
    List<Long> outdated = new ArrayList<>();
    for (long first : firsts) {
      Long next = firsts.higher(first);
      if (next == null || next > sequence + 1) {
        break;
      }
      outdated.add(first);
    }
    return outdated;
  }

  private static IOException withSuppressed(IOException first, IOException next) {
    if (first != next) {
      first.addSuppressed(next);
    }
    return first;
  }
}
