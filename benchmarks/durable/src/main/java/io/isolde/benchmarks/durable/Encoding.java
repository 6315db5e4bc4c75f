package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.peer.Account;
import io.isolde.benchmarks.durable.rounds.Step;
import io.isolde.store.encoding.Output;
import io.isolde.store.encoding.Types;
import io.isolde.store.journal.Operation.Put;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The record of a transfer, made as a durable store makes it, and dropped. Thread-confined.
 *
 * <p>Trap: what nobody looks at need not be made, so the lengths are summed up.
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

  /** Each step makes so many records. */
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

  /** How long all records were so far. */
  long bytes() {
    return bytes;
  }
}
