package io.isolde.store.chronicle;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.base.Base;
import io.isolde.store.file.base.Bases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.hash.ChronicleFileLockException;
import net.openhft.chronicle.hash.impl.SizePrefixedBlob;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.chronicle.map.VanillaChronicleMap;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.noop.NoOpPosixAPI;
import org.jspecify.annotations.Nullable;

/** Makes and opens bases in Chronicle Map. Thread-safe. */
final class ChronicleBases implements Bases {
  /*
   * A file has its final length from the start, and its blocks: if the disk has no room for a page
   * of a map, the result is an InternalError or the end of the process. So full segments get no
   * further tiers; a base that is full is made anew, larger. On Linux, Chronicle Map reserves the
   * blocks; elsewhere they are written.
   *
   * Chronicle Map keeps one open file per path and process, and would take a file that was deleted
   * for the one that is there now. So no path is made twice (Bases.newName).
   */
  static {
    silence("chronicle.analytics.disable");
    silence("chronicle.announcer.disable");
  }

  private static void silence(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  /** The position in a file of the length of its header, and of whether it is finished. */
  private static final int SIZE_AT = 8;

  private final Path directory;

  ChronicleBases(Path directory) {
    this.directory = directory;
  }

  // ---- create ----

  @Override
  public Base create(String name, Plan plan) throws IOException {
    Path path = directory.resolve(name);
    Files.createFile(path);
    try {
      return created(path, plan);
    } catch (IOException | RuntimeException | AssertionError | InternalError e) {
      IOException failure = new IOException(path + " cannot be made: " + e, e);
      delete(path, failure);
      throw failure;
    }
  }

  private static void delete(Path path, IOException failure) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static Base created(Path path, Plan plan) throws IOException {
    VanillaChronicleMap<byte[], byte[], ?> map = opened(planned(plan), path);
    DiskFile file = null;
    try {
      file = DiskFile.forWriting(path);
      Segments segments = Segments.made(map, path);
      reserve(file, segments.layout());
      return new ChronicleBase(map, segments, path, file);
    } catch (IOException | RuntimeException | Error e) {
      if (file != null) {
        file.close();
      }
      map.close();
      throw e;
    }
  }

  /** Writes zeros wherever nothing has reserved blocks; until now, the file is zero there. */
  private static void reserve(DiskFile file, Seal.Layout layout) throws IOException {
    boolean isMapReserved = OS.isLinux() && !(PosixAPI.posix() instanceof NoOpPosixAPI);
    long segments = layout.headers() + (long) layout.headerBytes() * layout.segments();
    file.writeZeros(isMapReserved ? file.length() : segments, layout.fileBytes());
  }

  private static ChronicleMapBuilder<byte[], byte[]> planned(Plan plan) {
    return builder()
        .entries(plan.entries())
        .averageKeySize(average(plan.keyBytes(), plan.entries()))
        .averageValueSize(Integer.BYTES + average(plan.valueBytes(), plan.entries()))
        .allowSegmentTiering(false);
  }

  private static double average(long bytes, long count) {
    return Math.max(1, (double) bytes / count);
  }

  // ---- open ----

  @Override
  public Base open(String name) throws IOException {
    Path path = directory.resolve(name);
    if (!Files.exists(path)) {
      throw new StoreDamagedException(path.toString(), 0, "the base is missing");
    }
    Seal seal = seal(name, path);
    try {
      return found(opened(builder(), path), seal, path);
    } catch (ChronicleFileLockException e) {
      throw new IOException(path + " cannot be opened: " + e, e);
    } catch (StoreDamagedException e) {
      throw e;
    } catch (RuntimeException | AssertionError | InternalError e) {
      throw new StoreDamagedException(path.toString(), 0, "Chronicle Map cannot open it: " + e);
    }
  }

  private static @Nullable Seal seal(String name, Path path) throws IOException {
    if (Bases.isOfFirstReleases(name)) {
      requireReady(path);
      return null;
    }
    return Seal.read(path);
  }

  /** Refuses an unfinished file: Chronicle Map would wait for somebody to finish it. */
  private static void requireReady(Path path) throws IOException {
    try (DiskFile file = DiskFile.forReading(path)) {
      boolean isReady = false;
      if (file.length() > SIZE_AT + Integer.BYTES) {
        ByteBuffer size = ByteBuffer.wrap(file.read(SIZE_AT, Integer.BYTES));
        isReady = SizePrefixedBlob.isReady(size.order(ByteOrder.LITTLE_ENDIAN).getInt());
      }
      if (!isReady) {
        throw new StoreDamagedException(path.toString(), SIZE_AT, "it was not finished");
      }
    }
  }

  private static Base found(
      VanillaChronicleMap<byte[], byte[], ?> map, @Nullable Seal seal, Path path) {
    try {
      Segments segments = Segments.found(map, seal, path);
      segments.unlock();
      return new ChronicleBase(map, segments, path, null);
    } catch (RuntimeException | Error e) {
      map.close();
      throw e;
    }
  }

  @Override
  public Bases in(Path elsewhere) {
    return new ChronicleBases(elsewhere);
  }

  /**
   * Makes a builder on a thread that nobody interrupts: the first one in a JVM copies native
   * libraries to files and loads them. An interrupt would leave a part of one, and end the JVM.
   */
  private static ChronicleMapBuilder<byte[], byte[]> builder() {
    return PlatformThreads.callElsewhere(() -> ChronicleMapBuilder.of(byte[].class, byte[].class));
  }

  /**
   * Opens a map on a thread that nobody interrupts: an interrupt would close the file, and leave
   * half a map.
   */
  private static VanillaChronicleMap<byte[], byte[], ?> opened(
      ChronicleMapBuilder<byte[], byte[]> builder, Path path) throws IOException {
    try {
      return PlatformThreads.callElsewhere(
          () -> {
            try {
              return (VanillaChronicleMap<byte[], byte[], ?>)
                  builder.createPersistedTo(path.toFile());
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
