package io.isolde.store.file.base;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.base.Base.FullException;
import io.isolde.store.file.record.BaseFile;
import io.isolde.store.file.record.Output;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.BiConsumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A base with checksums, which keeps track of its readers. Thread-safe. */
final class Generation implements Closeable {
  /*
   * A generation serves, and then does not change; or it is retired, and belongs to one thread,
   * which may change it. Readers hold the lock for reading, so that a thread that retires or closes
   * it knows about all of them. get() never waits for the lock.
   *
   *   serving ──retire(): nobody iterates──▶ retired
   *   retired ──serve()──▶ serving, if it never did
   *
   * A generation that has served stays retired: a reader that found it long ago must not read what
   * it has become. Its base serves again as another generation, again(). close() ends both states.
   *
   * In the base, each value is preceded by the CRC-32C of key and value. The sum of all of them is
   * known for the whole base, so that a missing entry is detected, too. One more entry says which
   * store and which checkpoint the base belongs to; its key is not that of any value.
   */
  /**
   * Returned instead of a value by a generation that does not serve: look again for the one that
   * does.
   */
  static final byte[] RETIRED = {};

  private static final int CRC_BYTES = Integer.BYTES;
  private static final byte[] STAMP_KEY = {0};

  /** The capacity of a base that is not to be changed: too small even for no entries. */
  private static final long NO_ROOM = -1;

  private final String described;
  private final Base base;
  private final long entriesMax;

  private final StampedLock lock = new StampedLock();

  /** The iterations under way, except for abandoned ones. Added to under the lock. */
  private final Set<Lease> leases =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  /** Guarded by the lock. */
  private boolean retired;

  /** Guarded by the lock. */
  private boolean closed;

  /** The description of the contents; changed by the owner while this is retired. */
  private volatile BaseFile file;

  private Generation(BaseFile file, String described, Base base, long entriesMax) {
    this.file = file;
    this.described = described;
    this.base = base;
    this.entriesMax = entriesMax;
  }

  /** A new generation, retired and empty, with room for {@code entriesMax} entries. */
  static Generation made(String name, String described, Base base, long entriesMax) {
    Generation made = new Generation(BaseFile.empty(name), described, base, entriesMax);
    made.retired = true;
    return made;
  }

  /**
   * A generation that a checkpoint names. It serves, and cannot be changed: a crash may have left
   * traces of readers in it.
   *
   * @throws StoreDamagedException if it is not the one that the checkpoint names
   */
  static Generation found(BaseFile file, String described, Base base, UUID store) {
    Generation found = new Generation(file, described, base, NO_ROOM);
    byte[] stamp = base.get(STAMP_KEY);
    if (stamp == null || !Arrays.equals(stamp, stamp(store, file.number()))) {
      throw found.damaged("it is not the one that the checkpoint names");
    }
    if (base.size() - 1 != file.entries()) {
      throw found.damaged("it has " + (base.size() - 1) + " entries, not " + file.entries());
    }
    return found;
  }

  /**
   * A new generation over the base of this one, which is retired for ever: to be changed, and to
   * serve again.
   */
  Generation again() {
    Generation again = new Generation(file, described, base, entriesMax);
    again.retired = true;
    return again;
  }

  /** The generation of a map that has no base yet. */
  static Generation empty() {
    return new Generation(BaseFile.empty(""), "", new EmptyBase(), NO_ROOM);
  }

  private static byte[] stamp(UUID store, long number) {
    Output stamp = new Output();
    stamp.fixed(store.getMostSignificantBits());
    stamp.fixed(store.getLeastSignificantBits());
    stamp.fixed(number);
    return stamp.toBytes();
  }

  private StoreDamagedException damaged(String why) {
    return new StoreDamagedException(described, 0, why);
  }

  // ---- read ----

  /**
   * The value under a key; null if there is none; {@link #RETIRED} if this does not serve, or if it
   * is just being retired or closed.
   *
   * @throws StoreDamagedException if the entry is not what was put
   * @throws IllegalStateException if this is closed
   */
  byte @Nullable [] get(byte[] key) {
    long stamp = lock.tryReadLock();
    if (stamp == 0) {
      return RETIRED;
    }
    byte[] found;
    try {
      if (!isServing()) {
        return RETIRED;
      }
      found = base.get(key);
    } finally {
      lock.unlockRead(stamp);
    }
    return found == null ? null : checked(key, found);
  }

  private boolean isServing() {
    if (closed && !retired) {
      throw new IllegalStateException("the store of " + described + " is closed");
    }
    return !retired;
  }

  private byte[] checked(byte[] key, byte[] found) {
    if (found.length >= CRC_BYTES) {
      byte[] value = Arrays.copyOfRange(found, CRC_BYTES, found.length);
      if (crcBefore(found) == crc(key, value)) {
        return value;
      }
    }
    throw damaged("an entry is not what was written");
  }

  private static int crc(byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(key);
    crc.update(value);
    return (int) crc.getValue();
  }

  private static byte[] withCrc(int crc, byte[] value) {
    return ByteBuffer.allocate(CRC_BYTES + value.length).putInt(crc).put(value).array();
  }

  private static int crcBefore(byte[] found) {
    return ByteBuffer.wrap(found).getInt();
  }

  /** Whether there is a file at all. */
  boolean hasFile() {
    return !file.name().isEmpty();
  }

  /** The description of the contents. */
  BaseFile file() {
    return file;
  }

  /** A lease on all entries, which keeps this from being retired; null if it is retired. */
  @Nullable Lease lease() {
    long stamp = lock.readLock();
    try {
      if (!isServing()) {
        return null;
      }
      Lease lease = new Lease();
      leases.add(lease);
      return lease;
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /**
   * The right to read the entries, part by part. Thread-confined; ends when it is closed or
   * unreachable.
   */
  final class Lease implements AutoCloseable {
    private final int parts = base.parts();

    private Lease() {}

    int parts() {
      return parts;
    }

    /**
     * The entries of a part, from 0.
     *
     * @throws IllegalStateException if the generation is closed
     */
    List<Map.Entry<byte[], byte[]>> read(int part) {
      long stamp = lock.readLock();
      try {
        return isServing() ? entries(part) : List.of();
      } finally {
        lock.unlockRead(stamp);
      }
    }

    @Override
    public void close() {
      leases.remove(this);
    }
  }

  private List<Map.Entry<byte[], byte[]>> entries(int part) {
    List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
    base.read(
        part,
        (key, value) -> {
          if (!Arrays.equals(key, STAMP_KEY)) {
            entries.add(Map.entry(key, checked(key, value)));
          }
        });
    return entries;
  }

  /**
   * Reads all entries, and verifies them against the description. Nobody may close or change this
   * meanwhile.
   *
   * @throws StoreDamagedException if they are not those that were written
   */
  void verify(BiConsumer<byte[], byte[]> visitor) {
    BaseFile found = BaseFile.empty(file.name()).withNumber(file.number());
    for (int part = 0; part < base.parts(); part++) {
      for (Map.Entry<byte[], byte[]> entry : entries(part)) {
        byte[] key = entry.getKey();
        byte[] value = entry.getValue();
        found = found.plus(1, key, value, crc(key, value));
        visitor.accept(key, value);
      }
    }
    if (!found.equals(file)) {
      throw damaged("entries are missing, or are not those that were written");
    }
  }

  @Override
  public String toString() {
    return described;
  }

  // ---- change hands ----

  /**
   * Retires this, unless somebody iterates or it is closed. Returns whether it belongs to the
   * caller alone from now on.
   */
  boolean retire() {
    long stamp = lock.writeLock();
    try {
      retired = !closed && leases.isEmpty();
      return retired;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Serves from now on. */
  void serve() {
    long stamp = lock.writeLock();
    retired = false;
    lock.unlockWrite(stamp);
  }

  /** Waits for the reads under way, and releases the memory. */
  @Override
  public void close() throws IOException {
    long stamp = lock.writeLock();
    try {
      if (!closed) {
        closed = true;
        base.close();
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  // ---- change; while it is retired ----

  /** Whether there is room for this many entries in all. */
  boolean hasRoomFor(long entries) {
    return entries <= entriesMax;
  }

  boolean accepts(byte[] key, byte[] value) {
    return base.accepts(key.length, CRC_BYTES + value.length);
  }

  void put(byte[] key, byte[] value) throws FullException {
    int crc = crc(key, value);
    forget(key, base.put(key, withCrc(crc, value)));
    file = file.plus(1, key, value, crc);
  }

  void remove(byte[] key) {
    forget(key, base.remove(key));
  }

  private void forget(byte[] key, byte @Nullable [] before) {
    if (before != null) {
      file = file.plus(-1, key, checked(key, before), crcBefore(before));
    }
  }

  /** Copies all entries of this into {@code target}. Nobody may close or change this meanwhile. */
  void copyTo(Generation target) throws FullException {
    for (int part = 0; part < base.parts(); part++) {
      for (Map.Entry<byte[], byte[]> entry : entries(part)) {
        target.put(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Notes which store and checkpoint this belongs to, and forces it. */
  void seal(UUID store, long number) throws FullException, IOException {
    file = file.withNumber(number);
    base.put(STAMP_KEY, stamp(store, number));
    base.force();
  }
}
