package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Relay;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.japi.STM;

/** One {@code Ref.View} for each slot; a thread that finds it empty retries. */
public final class PeerRelay implements Relay {
  private final List<Ref.View<Long>> slots = new ArrayList<>();

  public PeerRelay(int size) {
    for (int i = 0; i < size; i++) {
      slots.add(STM.newRef(0L));
    }
  }

  @Override
  public void put(int slot, long token) {
    slots.get(slot).set(token);
  }

  @Override
  public long take(int slot) {
    Callable<Long> body =
        () -> {
          long token = slots.get(slot).get();
          if (token == 0) {
            STM.retry();
          }
          slots.get(slot).set(0L);
          return token;
        };
    return STM.atomic(body);
  }

  @Override
  public long pass(int from, int to) {
    Callable<Long> body =
        () -> {
          long token = slots.get(from).get();
          if (token == 0) {
            STM.retry();
          }
          slots.get(from).set(0L);
          slots.get(to).set(token < 0 ? token : token + 1);
          return token;
        };
    return STM.atomic(body);
  }
}
