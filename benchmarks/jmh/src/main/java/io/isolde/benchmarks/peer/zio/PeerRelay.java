package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Relay;
import java.util.ArrayList;
import java.util.List;
import scala.runtime.Nothing$;
import zio.stm.TRef;
import zio.stm.ZSTM;

/**
 * One {@link TRef} for each slot; a thread that finds it empty retries. The fiber waits, and the
 * calling thread waits for the fiber.
 */
public final class PeerRelay implements Relay {
  private final List<TRef<Long>> slots = new ArrayList<>();

  public PeerRelay(int size) {
    for (int i = 0; i < size; i++) {
      slots.add(Zio.ref(0L));
    }
  }

  @Override
  public void put(int slot, long token) {
    Zio.commit(slots.get(slot).set(token));
  }

  @Override
  public long take(int slot) {
    return Zio.commit(takeOut(slot));
  }

  private ZSTM<Object, Nothing$, Long> takeOut(int slot) {
    TRef<Long> ref = slots.get(slot);
    return ref.get()
        .flatMap(
            token -> ZSTM.check(() -> token != 0).flatMap(unit -> ref.set(0L)).as(() -> token));
  }

  @Override
  public long pass(int from, int to) {
    return Zio.commit(
        takeOut(from)
            .flatMap(token -> slots.get(to).set(token < 0 ? token : token + 1).as(() -> token)));
  }
}
