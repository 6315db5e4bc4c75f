package io.isolde.store.postgres;

import io.isolde.store.file.record.Input;
import io.isolde.store.file.record.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writes of a transaction, as they are told to other processes. */
final class CommitBody {
  private static final int PUT = 1;
  private static final int REMOVE = 2;
  private static final int ADD = 3;

  private CommitBody() {}

  /**
   * Encodes writes.
   *
   * @param taken for each counter that is set, what it had before
   */
  static byte[] of(Map<RowKey, Write> writes, Map<Integer, Long> taken) {
    Output out = new Output();
    out.unsigned(writes.size());
    writes.forEach(
        (row, write) -> {
          out.unsigned(row.name());
          out.bytes(row.key().array());
          switch (write) {
            case Write.Put put -> {
              out.write(PUT);
              out.bytes(put.bytes());
            }
            case Write.Remove remove -> out.write(REMOVE);
            case Write.Count count -> {
              out.write(ADD);
              out.signed(count.number() - taken.getOrDefault(row.name(), 0L));
            }
          }
        });
    return out.toBytes();
  }

  /**
   * What a commit did to a row.
   *
   * @param bytes the value that was written; null if it was removed, or is that of a counter
   * @param isCount whether it is a counter
   * @param added by how much the counter has grown
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Told(byte @Nullable [] bytes, boolean isCount, long added) {}

  /** What a commit did, by row, in the order of the first writes. */
  static Map<RowKey, Told> read(byte[] body) {
    Map<RowKey, Told> told = new LinkedHashMap<>();
    if (body.length > 0) { // the row of a fence has none
      Input in = new Input(body);
      for (int count = in.count(); count > 0; count--) {
        RowKey row = new RowKey(in.count(), new Bytes(in.bytes()));
        told.put(row, told(in));
      }
    }
    return told;
  }

  private static Told told(Input in) {
    return switch (in.read()) {
      case PUT -> new Told(in.bytes(), false, 0);
      case REMOVE -> new Told(null, false, 0);
      default -> new Told(null, true, in.signed());
    };
  }
}
