package io.isolde.store.file.journal;

import io.isolde.store.file.journal.FileHeader.Magic;
import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;

/** Files that no store has written: with arbitrary records, and with valid checksums. */
public final class CraftedFiles {
  private static final UUID STORE = new UUID(1, 2);

  private CraftedFiles() {}

  /** A store with a journal of these records, closed in order. */
  public static SimulatedDisk journal(List<byte[]> payloads) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    ByteBuffer bytes = ByteBuffer.allocate((int) offset(payloads, payloads.size()));
    bytes.put(new FileHeader(Magic.JOURNAL, STORE, 1, 0, 0).encoded());
    for (int i = 0; i < payloads.size(); i++) {
      Frame.put(bytes, i + 1, i, payloads.get(i), 0, payloads.get(i).length);
    }
    disk.setBytes(Segments.name(1), bytes.array());
    new Manifest(STORE, 0, 0, payloads.size()).write(disk);
    return disk;
  }

  /** A store with a checkpoint of these records, and without a journal. */
  public static SimulatedDisk checkpoint(List<byte[]> payloads) throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    Manifest manifest = new Manifest(STORE, 1, 0, 0);
    try (Checkpoint checkpoint = Checkpoint.create(disk, manifest)) {
      for (byte[] payload : payloads) {
        checkpoint.add(payload, payload.length);
      }
      checkpoint.finish(disk);
    }
    manifest.write(disk);
    return disk;
  }

  /** A disk with a manifest of these contents. */
  public static SimulatedDisk manifest(long checkpoint, long from, long through)
      throws IOException {
    SimulatedDisk disk = new SimulatedDisk();
    new Manifest(STORE, checkpoint, from, through).write(disk);
    return disk;
  }

  /** The offset at which the frame of the record with index {@code place} begins. */
  public static long offset(List<byte[]> payloads, int place) {
    long offset = FileHeader.BYTES;
    for (byte[] payload : payloads.subList(0, place)) {
      offset += Frame.bytes(payload.length);
    }
    return offset;
  }

  /**
   * A copy of a segment, with a valid header of the same store for the first number {@code first}.
   */
  public static byte[] withHeader(byte[] segment, long first) {
    ByteBuffer bytes = ByteBuffer.wrap(segment.clone());
    UUID store = new UUID(bytes.getLong(16), bytes.getLong(24));
    bytes.put(0, new FileHeader(Magic.JOURNAL, store, first, 0, 0).encoded().array());
    return bytes.array();
  }
}
