package io.isolde.store.file.journal;

import io.isolde.store.file.storage.Storage;
import java.io.IOException;
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
   * Deletes the segments that hold no record after {@code sequence}, except for the last one. A
   * segment that cannot be deleted stays in the list, so that the next call tries again.
   */
  void trim(long sequence) throws IOException {
    IOException failure = null;
    for (long first : outdated(sequence)) {
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
