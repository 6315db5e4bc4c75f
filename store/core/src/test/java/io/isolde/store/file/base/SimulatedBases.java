package io.isolde.store.file.base;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.record.Input;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.storage.Storage;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Bases in memory. Their files are written when they are forced; from the first change on, a file
 * is useless until the base is forced again.
 */
public final class SimulatedBases implements Bases {
  private static final int PARTS = 3;
  private static final int VALUE_BYTES_MIN = 200;

  private final Storage storage;

  /** The number of bases that were created. */
  public final AtomicInteger made = new AtomicInteger();

  /** The number of bases that are open. */
  public final AtomicInteger open = new AtomicInteger();

  /** Makes bases in files of {@code storage}. */
  public SimulatedBases(Storage storage) {
    this.storage = storage;
  }

  @Override
  public Base create(String name, Plan plan) throws IOException {
    made.incrementAndGet();
    return new SimulatedBase(name, storage.create(name), plan, Map.of());
  }

  @Override
  public Base open(String name) throws IOException {
    if (!storage.list().contains(name)) {
      throw new StoreDamagedException(name, 0, "the base is missing");
    }
    StorageFile file = storage.open(name);
    ByteBuffer contents = ByteBuffer.allocate((int) file.size());
    file.readFully(0, contents);
    Input in = new Input(contents.array());
    if (in.available() == 0 || in.read() != 1) {
      throw new StoreDamagedException(name, 0, "the base was being changed");
    }
    Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compare);
    for (int count = in.count(); count > 0; count--) {
      entries.put(in.bytes(), in.bytes());
    }
    return new SimulatedBase(name, file, new Plan(0, 0, 0), entries);
  }

  @Override
  public Bases in(Path directory) {
    throw new UnsupportedOperationException("backups are made on simulated disks, too");
  }

  private final class SimulatedBase implements Base {
    private final String name;
    private final StorageFile file;
    private final long entriesMax;
    private final long valueBytesMax;
    private final Map<byte[], byte[]> entries = new TreeMap<>(Arrays::compare);
    private boolean isChanged;
    private boolean isClosed;

    /** The larger the plan, the larger the values that the base accepts. */
    SimulatedBase(String name, StorageFile file, Plan plan, Map<byte[], byte[]> entries) {
      this.name = name;
      this.file = file;
      this.entriesMax = 2 * plan.entries();
      this.valueBytesMax = Math.max(VALUE_BYTES_MIN, plan.valueBytes() / 1000);
      this.entries.putAll(entries);
      open.incrementAndGet();
    }

    private void requireOpen() {
      if (isClosed) {
        throw new AssertionError(name + " is closed");
      }
    }

    private void change() {
      requireOpen();
      if (!isChanged) {
        isChanged = true;
        try {
          file.write(0, ByteBuffer.allocate(1));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      requireOpen();
      return entries.get(key);
    }

    @Override
    public long size() {
      return entries.size();
    }

    @Override
    public int parts() {
      return PARTS;
    }

    @Override
    public void read(int part, BiConsumer<byte[], byte[]> visitor) {
      requireOpen();
      List<Map.Entry<byte[], byte[]>> all = new ArrayList<>(entries.entrySet());
      for (int i = part; i < all.size(); i += PARTS) {
        visitor.accept(all.get(i).getKey(), all.get(i).getValue());
      }
    }

    @Override
    public boolean accepts(int keyBytes, int valueBytes) {
      return valueBytes <= valueBytesMax;
    }

    @Override
    public byte @Nullable [] put(byte[] key, byte[] value) throws FullException {
      change();
      if (entries.size() >= entriesMax) {
        throw new FullException(new IllegalStateException("full"));
      }
      return entries.put(key, value);
    }

    @Override
    public byte @Nullable [] remove(byte[] key) {
      change();
      return entries.remove(key);
    }

    @Override
    public void force() throws IOException {
      Output out = new Output();
      out.write(1);
      out.unsigned(entries.size());
      entries.forEach(
          (key, value) -> {
            out.bytes(key);
            out.bytes(value);
          });
      file.writeFully(0, ByteBuffer.wrap(out.toBytes()));
      file.force();
      isChanged = false;
    }

    @Override
    public void close() throws IOException {
      requireOpen();
      isClosed = true;
      open.decrementAndGet();
      file.close();
    }
  }
}
