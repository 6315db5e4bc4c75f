package io.isolde.store.chronicle;

import io.isolde.store.StoreDamagedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.zip.CRC32C;
import net.openhft.chronicle.algo.hashing.LongHashFunction;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a map in memory, and their checksums. Thread-safe as long as nobody changes the
 * map.
 */
final class Segments {
  /*
   * A map that was made is changed by one thread, which notes the changed segments, so that sealing
   * reads only those. A map that was found is not changed, and each segment is verified against its
   * seal before Chronicle Map reads it.
   */
  private static final int SUMMED_AT_ONCE = 1 << 16;

  /** The largest page size: a file can be opened on a system with another page size. */
  private static final int PAGE_BYTES = 1 << 16;

  private final VanillaChronicleMap<?, ?, ?> map;
  private final Seal.Layout layout;
  private final @Nullable Seal seal;
  private final Path path;

  /** Made: the segments that have changed since they were sealed. Found: those not verified yet. */
  private final BitSet unknown = new BitSet();

  private final int[] sums;

  /** Whether some segments are not verified yet. */
  private volatile boolean isSuspect;

  private Segments(
      VanillaChronicleMap<?, ?, ?> map, Seal.Layout layout, @Nullable Seal seal, Path path) {
    this.map = map;
    this.layout = layout;
    this.seal = seal;
    this.path = path;
    this.isSuspect = seal != null;
    this.sums = new int[layout.segments()];
    unknown.set(0, layout.segments());
  }

  /** The segments of a map that was made. */
  static Segments made(VanillaChronicleMap<?, ?, ?> map, Path path) {
    return new Segments(map, layout(map), null, path);
  }

  /**
   * The segments of a map that was found, with its seal; null for a map of the first releases,
   * which have no seals.
   *
   * @throws StoreDamagedException if it is not the one that was sealed
   */
  static Segments found(VanillaChronicleMap<?, ?, ?> map, @Nullable Seal seal, Path path) {
    Seal.Layout layout = layout(map);
    if (seal != null && !seal.layout().equals(layout)) {
      throw new StoreDamagedException(path.toString(), 0, "it is " + layout + ", not as sealed");
    }
    return new Segments(map, layout, seal, path);
  }

  private static Seal.Layout layout(VanillaChronicleMap<?, ?, ?> map) {
    int segments = map.segments();
    long headers = map.segmentHeaderAddress(0) - map.bsAddress();
    long first = map.segmentBaseAddr(0) - map.bsAddress();
    return new Seal.Layout(
        segments,
        OS.pageAlign(map.sizeInBytesWithoutTiers(), PAGE_BYTES),
        map.headerSize,
        headers,
        Math.toIntExact((first - headers) / segments),
        map.tierSize);
  }

  Seal.Layout layout() {
    return layout;
  }

  int count() {
    return layout.segments();
  }

  /** The segment in which Chronicle Map has a key. */
  private int of(byte[] key) {
    return map.hashSplitting.segmentIndex(LongHashFunction.xx_r39().hashBytes(key));
  }

  /** Releases the locks of those that were killed. */
  void unlock() {
    for (int segment = 0; segment < count(); segment++) {
      BigSegmentHeader.INSTANCE.resetLock(map.segmentHeaderAddress(segment));
    }
  }

  // ---- made ----

  /** Notes that the segment of a key changes. */
  void noteChange(byte[] key) {
    unknown.set(of(key));
  }

  void seal(DiskFile file) throws IOException {
    unknown.stream().forEach(segment -> sums[segment] = sum(segment));
    Seal.write(file, path, layout, sums);
    unknown.clear();
  }

  // ---- found ----

  /**
   * Verifies the segment of a key against its seal, once.
   *
   * @throws StoreDamagedException if it is not what was sealed
   */
  void require(byte[] key) {
    if (isSuspect) {
      require(of(key));
    }
  }

  /** Verifies a segment in the same way. */
  void require(int segment) {
    if (isSuspect) {
      compare(segment);
    }
  }

  private synchronized void compare(int segment) {
    if (seal != null && unknown.get(segment)) {
      if (sum(segment) != seal.sum(segment)) {
        long offset = map.segmentBaseAddr(segment) - map.bsAddress();
        throw new StoreDamagedException(
            path.toString(), offset, "a segment is not what was written");
      }
      unknown.clear(segment);
      isSuspect = !unknown.isEmpty();
    }
  }

  private int sum(int segment) {
    CRC32C sum = new CRC32C();
    byte[] some = new byte[(int) Math.min(SUMMED_AT_ONCE, layout.segmentBytes())];
    long address = map.segmentBaseAddr(segment);
    long end = address + layout.segmentBytes();
    while (address < end) {
      int length = (int) Math.min(some.length, end - address);
      OS.memory().copyMemory(address, some, OS.memory().arrayBaseOffset(byte[].class), length);
      sum.update(some, 0, length);
      address += length;
    }
    return (int) sum.getValue();
  }
}
