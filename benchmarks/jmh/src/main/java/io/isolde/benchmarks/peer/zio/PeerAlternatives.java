package io.isolde.benchmarks.peer.zio;

import io.isolde.benchmarks.peer.Alternatives;
import io.isolde.benchmarks.peer.Tally;
import scala.runtime.BoxedUnit;
import scala.runtime.Nothing$;
import zio.stm.TRef;
import zio.stm.ZSTM;

/** {@code orElse}. */
public final class PeerAlternatives implements Alternatives {
  private final TRef<Long> here = Zio.ref(0L);
  private final TRef<Long> there = Zio.ref(0L);

  public PeerAlternatives(int size) {}

  @Override
  public void first(Tally tally) {
    Zio.commit(attempt(tally).flatMap(unit -> move()).orElse(PeerAlternatives::retry));
  }

  @Override
  public void second(Tally tally) {
    Zio.commit(
        attempt(tally)
            .flatMap(unit -> here.update(value -> value - 7))
            .flatMap(unit -> retry())
            .orElse(this::move));
  }

  private static ZSTM<Object, Nothing$, BoxedUnit> attempt(Tally tally) {
    return ZSTM.succeed(
        () -> {
          tally.attempt();
          return BoxedUnit.UNIT;
        });
  }

  private static ZSTM<Object, Nothing$, BoxedUnit> retry() {
    return ZSTM.check(() -> false);
  }

  private ZSTM<Object, Nothing$, BoxedUnit> move() {
    return here.update(value -> value - 1).flatMap(unit -> there.update(value -> value + 1));
  }

  @Override
  public long moved() {
    return Zio.commit(
        here.get().flatMap(h -> there.get().map(t -> h + t == 0 ? t : Long.valueOf(-1))));
  }
}
