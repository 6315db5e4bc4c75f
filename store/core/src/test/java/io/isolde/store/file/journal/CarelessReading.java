package io.isolde.store.file.journal;

import io.isolde.store.file.storage.SimulatedDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * The files of a disk, changed so that a careful reader finds in them what a careless one would
 * have found. For planting faults.
 */
public final class CarelessReading {
  private CarelessReading() {}

  private interface Change {
    void applyTo(ByteBuffer segment);
  }

  private static SimulatedDisk changed(SimulatedDisk disk, Change change) {
    SimulatedDisk changed = disk.copy();
    try {
      for (long first : Segments.list(disk)) {
        ByteBuffer bytes = ByteBuffer.wrap(disk.bytes(Segments.name(first)));
        change.applyTo(bytes);
        changed.setBytes(Segments.name(first), bytes.array());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return changed;
  }

  /** What a reader would find that ignores checksums. */
  public static SimulatedDisk withoutChecksums(SimulatedDisk disk) {
    return changed(disk, CarelessReading::forgive);
  }

  private static void forgive(ByteBuffer segment) {
    int start = FileHeader.BYTES;
    while (fits(segment, start)) {
      put(segment, start, Frame.sequence(segment, start), segment, start);
      start += (int) Frame.bytes(Frame.length(segment, start));
    }
  }

  /** What a reader would find that skips damage, up to the next intact record. */
  public static SimulatedDisk skippingDamage(SimulatedDisk disk) {
    return changed(disk, CarelessReading::closeGaps);
  }

  private static void closeGaps(ByteBuffer segment) {
    ByteBuffer whole = ByteBuffer.allocate(segment.limit()).put(segment.duplicate().clear());
    int end = FileHeader.BYTES;
    long next = segment.getLong(32);
    for (int start = end; start + Frame.HEADER_BYTES <= whole.limit(); ) {
      if (fits(whole, start) && Frame.isIntact(whole, start)) {
        put(segment, end, next++, whole, start);
        int bytes = (int) Frame.bytes(Frame.length(whole, start));
        end += bytes;
        start += bytes;
      } else {
        start += Frame.ALIGNMENT;
      }
    }
    while (end < segment.limit()) {
      segment.put(end++, (byte) 0);
    }
  }

  private static boolean fits(ByteBuffer bytes, int start) {
    if (start + Frame.HEADER_BYTES > bytes.limit()) {
      return false;
    }
    int length = Frame.length(bytes, start);
    return length > 0 && length <= bytes.limit() - start - Frame.HEADER_BYTES;
  }

  /** Copies a record, and gives it a sequence number and a valid checksum. */
  private static void put(ByteBuffer target, int at, long sequence, ByteBuffer source, int start) {
    byte[] payload = new byte[Frame.length(source, start)];
    source.get(start + Frame.HEADER_BYTES, payload);
    ByteBuffer frame = ByteBuffer.allocate((int) Frame.bytes(payload.length));
    Frame.put(frame, sequence, Frame.forced(source, start), payload, 0, payload.length);
    int count = Math.min(frame.limit(), target.limit() - at);
    target.put(at, frame, 0, count);
  }
}
