package io.isolde.store.chronicle;

import io.isolde.store.StoreDamagedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The checksums of a map, behind it in its file: of each segment, of what is before the segments,
 * and of the seal and the name of the file. Immutable.
 */
final class Seal {
  /*
   * Chronicle Map trusts its files. If a header is all zeros, it waits a minute for a header to
   * appear. A wrong offset leads it out of the file, which ends the process. So it is given no file
   * and no segment whose bytes are not those that were sealed, except for files of the first
   * releases, which have no seal.
   *
   *   0      lock        headers                                     map          map + 4 n
   *   ├───────┼──────────────┼─────────────┼───────────────┼───────────┼──────────────┼──────────┤
   *   │ front                │ n headers   │ n segments    │ alignment │ n sums: int  │ 64 bytes │
   *   └──────────────────────┴─────────────┴───────────────┴───────────┴──────────────┴──────────┘
   *
   * The front and the headers, which are short, are verified before the file is opened, and a
   * segment when it is read for the first time. Locks are left out, since readers take them.
   */
  private static final long MAGIC = 0x49534F4C44454253L; // ISOLDEBS
  private static final int VERSION = 1;
  private static final int TAIL_BYTES = 64;
  private static final int LOCK_BYTES = 8;

  /**
   * The positions and lengths of the parts of a file.
   *
   * @param segments the number of segments
   * @param mapBytes the length of the map
   * @param lock the position of the lock of the map
   * @param headers the position of the headers of the segments, each of which begins with a lock
   * @param headerBytes the length of a header
   * @param segmentBytes the length of a segment; the segments are behind the headers
   */
  record Layout(
      int segments, long mapBytes, long lock, long headers, int headerBytes, long segmentBytes) {
    /** The length of the file, with the seal. */
    long fileBytes() {
      return mapBytes + sealBytes(segments);
    }

    private int frontBytes() {
      return Math.toIntExact(headers + (long) headerBytes * segments);
    }

    /** Whether this makes sense for a file of that length. */
    private boolean fits(long length) {
      return segments > 0
          && segments <= length / Integer.BYTES
          && headerBytes >= LOCK_BYTES
          && headerBytes <= 1 << 16
          && lock >= 0
          && headers >= lock + LOCK_BYTES
          && headers < 1 << 30
          && (long) headerBytes * segments < 1 << 30
          && segmentBytes > 0
          && segmentBytes <= length / segments
          && mapBytes >= frontBytes() + segmentBytes * segments
          && fileBytes() == length;
    }
  }

  private static long sealBytes(int segments) {
    return (long) Integer.BYTES * segments + TAIL_BYTES;
  }

  private final Layout layout;
  private final int[] sums;

  private Seal(Layout layout, int[] sums) {
    this.layout = layout;
    this.sums = sums;
  }

  Layout layout() {
    return layout;
  }

  /** The checksum of a segment. */
  int sum(int segment) {
    return sums[segment];
  }

  // ---- write ----

  /** Seals a map, with the checksums of its segments. */
  static void write(DiskFile file, Path path, Layout layout, int[] sums) throws IOException {
    ByteBuffer seal = ByteBuffer.allocate(Math.toIntExact(sealBytes(sums.length)));
    for (int sum : sums) {
      seal.putInt(sum);
    }
    seal.putLong(MAGIC)
        .putInt(VERSION)
        .putInt(layout.segments)
        .putLong(layout.mapBytes)
        .putLong(layout.lock)
        .putLong(layout.headers)
        .putLong(layout.segmentBytes)
        .putInt(layout.headerBytes)
        .putInt(frontSum(file, layout))
        .putInt(0);
    seal.putInt(ownSum(seal.array(), path));
    file.write(layout.mapBytes, seal.array());
  }

  /** The checksum of the front and the headers, without the locks. */
  private static int frontSum(DiskFile file, Layout layout) throws IOException {
    byte[] front = file.read(0, layout.frontBytes());
    clear(front, layout.lock);
    for (int i = 0; i < layout.segments; i++) {
      clear(front, layout.headers + (long) i * layout.headerBytes);
    }
    return sum(front, front.length);
  }

  private static void clear(byte[] front, long lock) {
    Arrays.fill(front, (int) lock, (int) lock + LOCK_BYTES, (byte) 0);
  }

  /** The checksum of a seal without its last four bytes, and of the name of the file. */
  private static int ownSum(byte[] seal, Path path) {
    CRC32C sum = new CRC32C();
    sum.update(seal, 0, seal.length - Integer.BYTES);
    sum.update(String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }

  private static int sum(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  // ---- read ----

  /**
   * Reads the seal of a file, and verifies everything before the segments against it.
   *
   * @throws StoreDamagedException if it is not what was sealed
   */
  static Seal read(Path path) throws IOException {
    try (DiskFile file = DiskFile.forReading(path)) {
      long length = file.length();
      if (length < TAIL_BYTES) {
        throw damaged(path, 0, "it is too short for a base");
      }
      ByteBuffer tail = ByteBuffer.wrap(file.read(length - TAIL_BYTES, TAIL_BYTES));
      if (tail.getLong() != MAGIC || tail.getInt() != VERSION) {
        throw damaged(path, length - TAIL_BYTES, "it does not end like a base of this version");
      }
      return read(file, path, tail, length);
    }
  }

  private static Seal read(DiskFile file, Path path, ByteBuffer tail, long length)
      throws IOException {
    int segments = tail.getInt();
    long mapBytes = tail.getLong();
    long lock = tail.getLong();
    long headers = tail.getLong();
    long segmentBytes = tail.getLong();
    Layout layout = new Layout(segments, mapBytes, lock, headers, tail.getInt(), segmentBytes);
    int front = tail.getInt();
    if (!layout.fits(length)) {
      throw damaged(path, length - TAIL_BYTES, "its length is not that of a base");
    }
    ByteBuffer seal = ByteBuffer.wrap(file.read(mapBytes, (int) sealBytes(segments)));
    if (seal.getInt(seal.limit() - Integer.BYTES) != ownSum(seal.array(), path)) {
      throw damaged(path, mapBytes, "its end is not what was written, or it is another base");
    }
    if (front != frontSum(file, layout)) {
      throw damaged(path, 0, "its beginning is not what was written");
    }
    int[] sums = new int[segments];
    seal.asIntBuffer().get(sums);
    return new Seal(layout, sums);
  }

  private static StoreDamagedException damaged(Path path, long offset, String why) {
    return new StoreDamagedException(path.toString(), offset, why);
  }
}
