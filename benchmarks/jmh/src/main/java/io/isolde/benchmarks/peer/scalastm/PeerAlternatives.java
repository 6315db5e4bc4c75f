package io.isolde.benchmarks.peer.scalastm;

import io.isolde.benchmarks.peer.Alternatives;
import io.isolde.benchmarks.peer.Tally;
import java.util.concurrent.Callable;
import scala.Function1;
import scala.collection.immutable.Seq;
import scala.concurrent.stm.InTxn;
import scala.concurrent.stm.Ref;
import scala.concurrent.stm.TxnExecutor;
import scala.concurrent.stm.TxnUnknown$;
import scala.concurrent.stm.japi.STM;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/** {@code atomic.oneOf}, which the Java API leaves out. */
public final class PeerAlternatives implements Alternatives {
  private static final TxnExecutor ATOMIC = scala.concurrent.stm.package$.MODULE$.atomic();

  private final Ref.View<Long> here = STM.newRef(0L);
  private final Ref.View<Long> there = STM.newRef(0L);

  public PeerAlternatives(int size) {}

  @Override
  public void first(Tally tally) {
    oneOf(
        () -> {
          tally.attempt();
          move();
        },
        STM::retry);
  }

  @Override
  public void second(Tally tally) {
    oneOf(
        () -> {
          tally.attempt();
          here.set(here.get() - 7);
          STM.retry();
        },
        this::move);
  }

  private static void oneOf(Runnable first, Runnable second) {
    Seq<Function1<InTxn, BoxedUnit>> both =
        CollectionConverters.asScala(java.util.List.of(block(first), block(second))).toSeq();
    ATOMIC.oneOf(both, TxnUnknown$.MODULE$);
  }

  private static Function1<InTxn, BoxedUnit> block(Runnable body) {
    return tx -> {
      body.run();
      return BoxedUnit.UNIT;
    };
  }

  private void move() {
    here.set(here.get() - 1);
    there.set(there.get() + 1);
  }

  @Override
  public long moved() {
    Callable<Long> body = () -> here.get() + there.get() == 0 ? there.get() : -1;
    return STM.atomic(body);
  }
}
