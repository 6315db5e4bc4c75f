package io.isolde.benchmarks.peer.clojure;

import clojure.lang.AFn;
import clojure.lang.IFn;
import clojure.lang.Ref;
import io.isolde.benchmarks.peer.Counter;
import io.isolde.benchmarks.peer.Tally;

/** A {@link Ref}. */
public final class PeerCounter implements Counter {
  private static final IFn INC =
      new AFn() {
        @Override
        public Object invoke(Object value) {
          return (Long) value + 1;
        }
      };

  private final Ref count = new Ref(0L);

  public PeerCounter(int size) {}

  @Override
  public void increment(Tally tally) {
    Transactions.run(
        () -> {
          tally.attempt();
          return count.set((Long) count.deref() + 1);
        });
  }

  @Override
  public void add(Tally tally) {
    Transactions.run(
        () -> {
          tally.attempt();
          return count.commute(INC, null);
        });
  }

  @Override
  public long value() {
    return (Long) count.deref();
  }
}
