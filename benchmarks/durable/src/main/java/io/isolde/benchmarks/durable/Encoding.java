package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.harness.rounds.Step;
import io.isolde.store.file.record.Output;
import io.isolde.store.file.record.RedoOperation.Put;
import io.isolde.store.file.record.Types;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes the record of a transfer as a durable store does, and drops it. Thread-confined.
 *
 * <p>Trap: a result that nobody uses need not be computed, so the lengths are summed up.
 */
final class Encoding implements Step {
  private static final int MAP = 1;
  private static final int ACCOUNTS = 1 << 10;

  private final Types types = new Types(List.of(), description -> {});
  private final List<Account> accounts =
      IntStream.range(0, ACCOUNTS).mapToObj(Account::opened).toList();
  private final int perStep;
  private int next;
  private long bytes;

  /** Makes {@code perStep} records in each step. */
  Encoding(int perStep) {
    this.perStep = perStep;
  }

  @Override
  public void run() {
    for (int i = 0; i < perStep; i++) {
      Output record = new Output();
      put(record);
      put(record);
      bytes += record.toBytes().length;
    }
  }

  private void put(Output record) {
    Integer number = next;
    Account account = accounts.get(next);
    next = (next + 1) % ACCOUNTS;
    new Put(MAP, types.toBytes(number), types.toBytes(account)).writeTo(record);
  }

  /** The total length of all records so far. */
  long bytes() {
    return bytes;
  }
}
