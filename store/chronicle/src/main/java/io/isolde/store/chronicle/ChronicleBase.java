package io.isolde.store.chronicle;

import static java.nio.file.StandardOpenOption.WRITE;

import io.isolde.store.journal.Uninterrupted;
import io.isolde.store.overlay.Base;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import net.openhft.chronicle.hash.impl.BigSegmentHeader;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.MapSegmentContext;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;

/** A base in Chronicle Map. As thread-safe as a base must be. */
final class ChronicleBase implements Base {
  /*
   * Chronicle Map keeps kilobytes for each thread that uses it, and a thread that is inside of it
   * holds a lock of the file. So virtual threads, of which there may be many, pass their reads to a
   * few platform threads.
   *
   * Those locks outlive their holders: whoever was killed while iterating would keep all others from
   * it for ever. So a base that was found, in which nobody writes any more, is unlocked when it is
   * opened.
   */
  private static final int LENGTHS_BYTES = 32;

  private final ChronicleMap<byte[], byte[]> map;
  private final Path file;
  private final long entryBytesMax;

  ChronicleBase(ChronicleMap<byte[], byte[]> map, Path file) {
    this.map = map;
    this.file = file;
    this.entryBytesMax = entryBytesMax((VanillaChronicleMap<?, ?, ?>) map);
  }

  /** An entry is up to so many chunks long, and has its lengths before it. */
  private static long entryBytesMax(VanillaChronicleMap<?, ?, ?> map) {
    return map.maxChunksPerEntry * map.chunkSize - LENGTHS_BYTES;
  }

  /** Takes the locks from those that were killed. */
  void unlock() {
    for (int part = 0; part < parts(); part++) {
      BigSegmentHeader.INSTANCE.resetLock(vanilla().segmentHeaderAddress(part));
    }
  }

  private VanillaChronicleMap<?, ?, ?> vanilla() {
    return (VanillaChronicleMap<?, ?, ?>) map;
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return PlatformThreads.call(() -> map.get(key));
  }

  @Override
  public long size() {
    return PlatformThreads.call(map::longSize);
  }

  @Override
  public int parts() {
    return map.segments();
  }

  /** Into new arrays: else Chronicle Map reads the next key into that of the last. */
  @Override
  public void read(int part, BiConsumer<byte[], byte[]> visitor) {
    PlatformThreads.call(
        () -> {
          try (MapSegmentContext<byte[], byte[], ?> segment = map.segmentContext(part)) {
            segment.forEachSegmentEntry(
                entry -> visitor.accept(entry.key().getUsing(null), entry.value().getUsing(null)));
          }
          return null;
        });
  }

  @Override
  public boolean accepts(int keyBytes, int valueBytes) {
    return (long) keyBytes + valueBytes <= entryBytesMax;
  }

  @Override
  public byte @Nullable [] put(byte[] key, byte[] value) throws FullException {
    try {
      return PlatformThreads.call(() -> map.put(key, value));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new FullException(e);
    }
  }

  @Override
  public byte @Nullable [] remove(byte[] key) {
    return PlatformThreads.call(() -> map.remove(key));
  }

  /** Not with the map's own method, which leaves out a part of the file. */
  @Override
  public void force() throws IOException {
    Uninterrupted.run(
        () -> {
          try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.force(true);
            return null;
          }
        });
  }

  @Override
  public void close() {
    map.close();
  }
}
