package io.isolde.store.chronicle;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.base.Base;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import net.openhft.chronicle.map.MapSegmentContext;
import net.openhft.chronicle.map.VanillaChronicleMap;
import org.jspecify.annotations.Nullable;

/** A base in Chronicle Map. As thread-safe as a base must be. */
final class ChronicleBase implements Base {
  /*
   * Chronicle Map keeps kilobytes for each thread that uses it, and a thread that is inside it
   * holds a lock of the file. So virtual threads, of which there may be many, pass their reads to a
   * few platform threads.
   *
   * These locks outlive their holders: a process that was killed while iterating would keep all
   * others out for ever. So a base that was found, to which nobody writes any more, is unlocked
   * when it is opened.
   *
   * What Chronicle Map throws is translated. If it fails while reading, the file must be damaged,
   * or the disk fails. This includes InternalError, which the JVM throws for a page that cannot be
   * read. If it fails while writing, the disk fails, and the base is given up.
   */
  private static final int LENGTHS_BYTES = 32;

  /**
   * The length of a segment divided by this is the most that one entry may take, so that there is
   * room for it somewhere.
   */
  private static final int ENTRY_PART = 4;

  private final VanillaChronicleMap<byte[], byte[], ?> map;
  private final Segments segments;
  private final Path path;
  private final @Nullable DiskFile file;
  private final long entryBytesMax;

  /**
   * Takes a map that was made, with its file; or one that was found, which is only read, with null.
   */
  ChronicleBase(
      VanillaChronicleMap<byte[], byte[], ?> map,
      Segments segments,
      Path path,
      @Nullable DiskFile file) {
    this.map = map;
    this.segments = segments;
    this.path = path;
    this.file = file;
    this.entryBytesMax =
        map.actualChunksPerSegmentTier * map.chunkSize / ENTRY_PART - LENGTHS_BYTES;
  }

  // ---- read ----

  @Override
  public byte @Nullable [] get(byte[] key) {
    try {
      return PlatformThreads.call(
          () -> {
            segments.require(key);
            return map.get(key);
          });
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw damaged(e);
    }
  }

  private StoreDamagedException damaged(Throwable e) {
    return e instanceof StoreDamagedException damaged
        ? damaged
        : new StoreDamagedException(path.toString(), 0, "Chronicle Map cannot read it: " + e);
  }

  @Override
  public long size() {
    try {
      return PlatformThreads.call(map::longSize);
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw damaged(e);
    }
  }

  @Override
  public int parts() {
    return segments.count();
  }

  /**
   * Reads into new arrays; otherwise Chronicle Map would read each key into the array of the
   * previous one.
   */
  @Override
  public void read(int part, BiConsumer<byte[], byte[]> visitor) {
    try {
      PlatformThreads.call(
          () -> {
            segments.require(part);
            try (MapSegmentContext<byte[], byte[], ?> segment = map.segmentContext(part)) {
              segment.forEachSegmentEntry(
                  entry ->
                      visitor.accept(entry.key().getUsing(null), entry.value().getUsing(null)));
            }
            return null;
          });
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw damaged(e);
    }
  }

  // ---- change ----

  @Override
  public boolean accepts(int keyBytes, int valueBytes) {
    return (long) keyBytes + valueBytes <= entryBytesMax;
  }

  @Override
  public byte @Nullable [] put(byte[] key, byte[] value) throws FullException {
    segments.noteChange(key);
    try {
      return PlatformThreads.call(() -> map.put(key, value));
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new FullException(e);
    } catch (AssertionError | InternalError e) {
      throw unwritable(e);
    }
  }

  @Override
  public byte @Nullable [] remove(byte[] key) {
    segments.noteChange(key);
    try {
      return PlatformThreads.call(() -> map.remove(key));
    } catch (AssertionError | InternalError e) {
      throw unwritable(e);
    }
  }

  private UncheckedIOException unwritable(Error e) {
    return new UncheckedIOException(new IOException(path + " cannot be written: " + e, e));
  }

  @Override
  public void force() throws IOException {
    if (file == null) {
      throw new IllegalStateException(path + " was found, and is only read");
    }
    segments.seal(file);
    file.force();
  }

  @Override
  public void close() throws IOException {
    try {
      map.close();
    } catch (RuntimeException | AssertionError e) {
      throw new IOException(path + " cannot be closed: " + e, e);
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }
}
