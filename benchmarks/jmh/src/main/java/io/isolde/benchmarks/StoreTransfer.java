package io.isolde.benchmarks;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does a store add to the map inside it, when money moves between two keys?
 *
 * <pre>
 *   thread 1 ──▶ pick two of 1000 keys ──▶ get both, put −1 here, +1 there
 *   thread 2 ──▶ pick two of 1000 keys ──▶ get both, put −1 here, +1 there
 * </pre>
 *
 * <p>Baseline: the same on a {@code TMap}, in {@code Stm.atomic}. After each iteration all the
 * money must still be there.
 *
 * <p>Trap: without a competing thread or an auditor, one global lock is hard to beat; what it costs
 * other threads is a different question.
 *
 * <p>Run: {@code -Djmh.args="StoreTransfer"}.
 */
public class StoreTransfer extends Scenario {
  /** Who moves the money. */
  @Param({"STM_STORE", "TMAP", "LOCK_STORE"})
  public Peer peer = Peer.STM_STORE;

  /** The number of accounts. */
  @Param("1000")
  public int keys = 1000;

  /** Made by {@link #open}. */
  private Accounts accounts;

  @Override
  protected void open() {
    accounts = peer.create(Accounts.class, keys);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Mover(accounts, keys, new Picks(number));
  }

  private record Mover(Accounts accounts, int keys, Picks picks) implements Worker {
    @Override
    public void step(Tally tally) {
      long bits = picks.next();
      int from = Picks.upper(bits, keys);
      accounts.transfer(from, Picks.lowerBut(bits, keys, from), 1, tally);
    }
  }

  @Override
  public boolean isRight(long calls) {
    return accounts.sum(0, keys, new Tally()) == keys * Accounts.OPENING_BALANCE;
  }

  /** One thread. */
  @Benchmark
  @Threads(1)
  public void oneThread(Hand hand) throws InterruptedException {
    hand.step(this, 0);
  }

  /** Two threads. */
  @Benchmark
  @Threads(2)
  public void twoThreads(Hand hand) throws InterruptedException {
    hand.step(this, 0);
  }
}
