package io.isolde.benchmarks.peer.isolde;

import static io.isolde.stm.Stm.atomic;
import static io.isolde.stm.Stm.check;

import io.isolde.benchmarks.peer.Relay;
import io.isolde.stm.LongRef;
import java.util.Arrays;

/** One {@link LongRef} for each slot; a thread that finds it empty retries. */
public final class PeerRelay implements Relay {
  private final LongRef[] slots;

  public PeerRelay(int size) {
    slots = new LongRef[size];
    Arrays.setAll(slots, i -> LongRef.of(0));
  }

  @Override
  public void put(int slot, long token) {
    slots[slot].set(token);
  }

  @Override
  public long take(int slot) {
    return atomic(
        () -> {
          long token = slots[slot].get();
          check(token != 0);
          slots[slot].set(0);
          return token;
        });
  }

  @Override
  public long pass(int from, int to) {
    return atomic(
        () -> {
          long token = slots[from].get();
          check(token != 0);
          slots[from].set(0);
          slots[to].set(token < 0 ? token : token + 1);
          return token;
        });
  }
}
