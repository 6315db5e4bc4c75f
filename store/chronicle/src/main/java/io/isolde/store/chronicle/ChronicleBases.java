package io.isolde.store.chronicle;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.journal.Uninterrupted;
import io.isolde.store.overlay.Base;
import io.isolde.store.overlay.Bases;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/** Bases in Chronicle Map. Thread-safe. */
final class ChronicleBases implements Bases {
  /** What a map may grow to beyond its plan, before it is full. */
  private static final double BLOAT_FACTOR_MAX = 4;

  private static final int CRC_BYTES = Integer.BYTES;

  static {
    silence("chronicle.analytics.disable");
    silence("chronicle.announcer.disable");
  }

  private static void silence(String property) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, "true");
    }
  }

  private final Path directory;

  ChronicleBases(Path directory) {
    this.directory = directory;
  }

  @Override
  public Base create(String name, Plan plan) throws IOException {
    File file = directory.resolve(name).toFile();
    Files.deleteIfExists(file.toPath());
    return new ChronicleBase(opened(planned(plan), file), file.toPath());
  }

  private static ChronicleMapBuilder<byte[], byte[]> planned(Plan plan) {
    return builder()
        .entries(plan.entries())
        .averageKeySize(average(plan.keyBytes(), plan.entries()))
        .averageValueSize(CRC_BYTES + average(plan.valueBytes(), plan.entries()))
        .maxBloatFactor(BLOAT_FACTOR_MAX);
  }

  /** An interrupt, which would end it, is kept for later. */
  private static ChronicleMap<byte[], byte[]> opened(
      ChronicleMapBuilder<byte[], byte[]> builder, File file) throws IOException {
    return Uninterrupted.run(() -> builder.createPersistedTo(file));
  }

  private static double average(long bytes, long count) {
    return Math.max(1, (double) bytes / count);
  }

  @Override
  public Base open(String name) throws IOException {
    File file = directory.resolve(name).toFile();
    if (!file.exists()) {
      throw new StoreDamagedException(file.getPath(), 0, "the base is missing");
    }
    try {
      ChronicleBase base = new ChronicleBase(opened(builder(), file), file.toPath());
      base.unlock();
      return base;
    } catch (RuntimeException | AssertionError e) {
      throw new StoreDamagedException(file.getPath(), 0, "Chronicle Map cannot open it: " + e);
    }
  }

  @Override
  public Bases in(Path elsewhere) {
    return new ChronicleBases(elsewhere);
  }

  private static ChronicleMapBuilder<byte[], byte[]> builder() {
    return ChronicleMapBuilder.of(byte[].class, byte[].class);
  }
}
