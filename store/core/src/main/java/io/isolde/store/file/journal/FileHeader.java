package io.isolde.store.file.journal;

import io.isolde.store.StoreDamagedException;
import io.isolde.store.file.storage.StorageFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first 64 bytes of a manifest, a segment or a checkpoint: the kind of file, the version of the
 * format, the store, and three numbers. Immutable.
 *
 * @param magic the kind of file
 * @param store the store that the file belongs to
 * @param first its meaning depends on the kind of file
 * @param second its meaning depends on the kind of file
 * @param third its meaning depends on the kind of file
 */
record FileHeader(Magic magic, UUID store, long first, long second, long third) {
  /*
   *   0  long  magic: eight ASCII characters
   *   8  int   version of the format: 1
   *  12  int   0
   *  16  UUID  store
   *  32  long  first
   *  40  long  second
   *  48  long  third
   *  56  int   0
   *  60  int   CRC-32C of bytes 0 to 59
   */
  static final int BYTES = 64;
  static final int VERSION = 1;
  private static final int CRC_AT = 60;

  /** The kinds of files. */
  enum Magic {
    MANIFEST("manifest", 0x49534f4c44454d46L),
    JOURNAL("journal segment", 0x49534f4c44454a4cL),
    CHECKPOINT("checkpoint", 0x49534f4c44454350L);

    private final String noun;
    private final long number;

    Magic(String noun, long number) {
      this.noun = noun;
      this.number = number;
    }
  }

  ByteBuffer encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putLong(magic.number).putInt(VERSION).putInt(0);
    bytes.putLong(store.getMostSignificantBits()).putLong(store.getLeastSignificantBits());
    bytes.putLong(first).putLong(second).putLong(third).putInt(0);
    return bytes.putInt(crc(bytes)).flip();
  }

  /** Reads the header of a file; {@code name} is for messages. */
  static FileHeader read(StorageFile file, String name, Magic magic) throws IOException {
    if (file.size() < BYTES) {
      throw new StoreDamagedException(
          name, file.size(), "a " + magic.noun + " has a header of 64 bytes, and this one ends");
    }
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    file.readFully(0, bytes);
    return decode(bytes, name, magic);
  }

  private static FileHeader decode(ByteBuffer bytes, String name, Magic magic) {
    if (bytes.getInt(CRC_AT) != crc(bytes) || bytes.getLong(0) != magic.number) {
      throw new StoreDamagedException(name, 0, "this is not the header of a " + magic.noun);
    }
    int version = bytes.getInt(8);
    if (version != VERSION) {
      throw new StoreDamagedException(
          name, 8, "format version " + version + " is unknown; version " + VERSION + " is known");
    }
    UUID store = new UUID(bytes.getLong(16), bytes.getLong(24));
    return new FileHeader(magic, store, bytes.getLong(32), bytes.getLong(40), bytes.getLong(48));
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().clear().limit(CRC_AT));
    return (int) crc.getValue();
  }

  /** Refuses a file of another store. */
  FileHeader requireStore(UUID expected, String name) {
    if (!store.equals(expected)) {
      throw new StoreDamagedException(
          name, 16, "it belongs to store " + store + ", not to " + expected);
    }
    return this;
  }
}
