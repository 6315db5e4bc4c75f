package io.isolde.benchmarks.durable.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.map.ChronicleMap;

/**
 * The same entries as {@link LargeAccounts}, in Chronicle Map alone: without transactions, and
 * without any promise about a crash. It is told how many entries there will be, and the length of
 * all keys and values, which suits it best. Thread-safe, but for {@link #close}.
 */
public final class PlainChronicleMap implements AutoCloseable {
  private final ChronicleMap<byte[], byte[]> map;
  private final int valueBytes;

  /** Creates the file. */
  public PlainChronicleMap(Path file, int entries, int valueBytes) throws IOException {
    map =
        ChronicleMap.of(byte[].class, byte[].class)
            .entries(entries)
            .constantKeySizeBySample(key(0))
            .constantValueSizeBySample(new byte[valueBytes])
            .createPersistedTo(file.toFile());
    this.valueBytes = valueBytes;
  }

  /** Opens accounts 0 to {@code count - 1}. */
  public void fill(int count) {
    for (long number = 0; number < count; number++) {
      map.put(key(number), LargeAccounts.value(Account.OPENING_BALANCE, valueBytes));
    }
  }

  /** The stored value of an account. */
  public byte[] value(long number) {
    return map.get(key(number));
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  @Override
  public void close() {
    map.close();
  }
}
