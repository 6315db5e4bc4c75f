package io.isolde.store.file.journal;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader of the journal, from the checkpoint to the end, that tells a torn tail from damage.
 * Owner-only.
 */
public final class JournalScan {
  /*
   * Idea. The records have consecutive numbers. The first one that is not intact ends the journal.
   * If a crash has torn it, nothing behind it was ever acknowledged, since a crash can tear only
   * what was not forced. Something else is wrong if one of these shows that it had been forced:
   *
   *   it is not in the last segment        a segment is forced before the next one is made
   *   an intact record behind it says so   each carries how far the journal was forced before
   *   the manifest says so                 after a checkpoint and after an orderly close
   *
   * I1  Damage is never passed over: the journal ends at the first record that is not intact, or
   *     the scan throws.
   * I2  When repair() has returned, what was read is on stable storage, and nothing is behind it.
   *     (A process that was killed may have left records that were written and not forced.)
   *
   *     A force that failed may have left records in the system's cache that count as written,
   *     although they are not. So they are written again before they are forced.
   *
   * Crash during repair(): the cut is made and forced before anything is appended, and is
   * idempotent.
   */

  /**
   * The remains of records at the end of the journal, left by a crash, that were never acknowledged
   * as durable.
   *
   * @param file the segment
   * @param offset where the last intact record ends
   * @param bytes from there to the last byte that is not zero
   */
  public record TornTail(String file, long offset, long bytes) {}

  private final Storage storage;
  private final Manifest manifest;
  private final RecordVisitor visitor;
  private final List<Long> segments;

  /** The number of the next record. */
  private long expected;

  private long records;

  /** Where the last record ends in the segment that was read last. */
  private long end;

  private @Nullable JournalEnd journalEnd;
  private @Nullable TornTail tail;

  private JournalScan(Storage storage, Manifest manifest, RecordVisitor visitor)
      throws IOException {
    this.storage = storage;
    this.manifest = manifest;
    this.visitor = visitor;
    this.segments = new ArrayList<>(Segments.list(storage));
    this.expected = manifest.from() + 1;
  }

  /**
   * Passes the records behind the checkpoint to {@code visitor}.
   *
   * @throws StoreDamagedException if there is damage; the visitor has seen the records before it
   */
  public static JournalScan run(Storage storage, Manifest manifest, RecordVisitor visitor)
      throws IOException {
    JournalScan scan = new JournalScan(storage, manifest, visitor);
    scan.readAll();
    return scan;
  }

  private void readAll() throws IOException {
    List<Long> needed = needed();
    if (!needed.isEmpty()) {
      expected = needed.get(0);
    }
    for (long first : needed) {
      readSegment(first, first == segments.get(segments.size() - 1));
    }
    if (last() < manifest.through()) {
      throw missing(expected, "it should begin with record " + expected + ", and is missing");
    }
  }

  /** How many bytes the segments have that {@link #run} reads. */
  public static long bytes(Storage storage, Manifest manifest) throws IOException {
    long bytes = 0;
    for (long first : Segments.from(manifest.from() + 1, Segments.list(storage))) {
      try (StorageFile file = storage.open(Segments.name(first))) {
        bytes += file.size();
      }
    }
    return bytes;
  }

  /** The segments that hold records behind the checkpoint. */
  private List<Long> needed() {
    List<Long> needed = Segments.from(expected, segments);
    if (!needed.isEmpty() && needed.get(0) > expected) {
      throw missing(expected, "records before " + needed.get(0) + " are missing");
    }
    return needed;
  }

  private StoreDamagedException missing(long first, String damage) {
    return new StoreDamagedException(storage.describe(Segments.name(first)), 0, damage);
  }

  private void readSegment(long first, boolean isLast) throws IOException {
    String name = storage.describe(Segments.name(first));
    if (first != expected) {
      throw new StoreDamagedException(
          name, 0, "the records " + expected + " to " + (first - 1) + " before it are missing");
    }
    try (StorageFile file = storage.open(Segments.name(first))) {
      FileHeader header = FileHeader.read(file, name, Magic.JOURNAL);
      header.requireStore(manifest.store(), name);
      if (header.first() != first) {
        throw new StoreDamagedException(name, 32, "it begins with record " + header.first());
      }
      end = readRecords(name, new FrameReader(file, FileHeader.BYTES));
      judgeRest(name, new Rest(file, end), isLast);
      journalEnd = new JournalEnd(first, end);
    }
  }

  /** Returns where the last record ends. */
  private long readRecords(String name, FrameReader reader) throws IOException {
    long lastEnd = reader.offset();
    while (reader.next() && reader.sequence() == expected) {
      if (expected > manifest.from()) {
        visitor.visit(name, lastEnd, expected, reader.payload());
        records++;
      }
      expected++;
      lastEnd = reader.offset();
    }
    return lastEnd;
  }

  private void judgeRest(String name, Rest rest, boolean isLast) throws IOException {
    boolean isMissed = isLast && expected <= manifest.through();
    boolean isTorn = rest.bytes() > 0;
    if (isMissed || (isTorn && (!isLast || rest.provesForced(expected)))) {
      throw new StoreDamagedException(
          name, end, "record " + expected + " is damaged, although it was on stable storage");
    }
    if (isTorn) {
      tail = new TornTail(name, end, rest.bytes());
    }
  }

  /** Makes what was read durable, and cuts off a torn tail. */
  public void repair() throws IOException {
    if (segments.isEmpty()) {
      return;
    }
    long first = segments.get(segments.size() - 1);
    if (first == expected) {
      storage.delete(Segments.name(first));
      segments.remove(segments.size() - 1);
      journalEnd = null;
    } else {
      cut(Segments.name(first));
    }
    storage.force();
  }

  private void cut(String name) throws IOException {
    try (StorageFile file = storage.open(name)) {
      if (last() > manifest.through()) {
        Segments.copy(file, file, end);
      }
      if (tail != null) {
        file.truncate(end);
        requireLength(file, storage.describe(name));
      }
      file.force();
    }
  }

  private void requireLength(StorageFile file, String described) throws IOException {
    if (file.size() < end) {
      throw new StoreDamagedException(
          described, file.size(), "more than the torn tail was cut off");
    }
  }

  /** Where to continue after {@link #repair}; null if there is no segment. */
  @Nullable JournalEnd journalEnd() {
    return journalEnd;
  }

  /** The number of the last record, or of the last one in the checkpoint. */
  public long last() {
    return expected - 1;
  }

  /** How many records were passed to the visitor. */
  public long records() {
    return records;
  }

  /** The numbers of the first records of all segments. */
  public List<Long> segments() {
    return List.copyOf(segments);
  }

  /** The torn tail; null if there is none. */
  public @Nullable TornTail tornTail() {
    return tail;
  }
}
