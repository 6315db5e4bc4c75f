package io.isolde.benchmarks;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does it cost to move money between two accounts out of many, atomically?
 *
 * <pre>
 *   thread 1 ──▶ pick two of n accounts ──▶ −1 here, +1 there    1000: hardly ever one in common
 *   thread 2 ──▶ pick two of n accounts ──▶ −1 here, +1 there      10: one in common 4 times in 10
 * </pre>
 *
 * <p>Baseline: two locks in a fixed order. Floor: plain fields, for one thread; for two they lose
 * money, which is reported as wrong. After each iteration all the money must still be there.
 *
 * <p>Trap: picking two random accounts inefficiently costs more than the difference between the
 * peers. So all peers get the same picks from {@link Picks}, and {@link Interleaved} measures the
 * picking alone and subtracts it.
 *
 * <p>Run: {@code -Djmh.args="TwoRefTransfer -p refs=1000"}.
 */
public class TwoRefTransfer extends Scenario {
  /** Who moves the money. */
  @Param({
    "ISOLDE",
    "ORDERED_LOCKS",
    "MONITORS",
    "ONE_LOCK",
    "PLAIN",
    "MULTIVERSE",
    "SCALA_STM",
    "CLOJURE",
    "ZIO"
  })
  public Peer peer = Peer.ISOLDE;

  /** The number of accounts. */
  @Param({"1000", "100", "10"})
  public int refs = 1000;

  /** Made by {@link #open}. */
  private Accounts accounts;

  @Override
  protected void open() {
    accounts = peer.create(Accounts.class, refs);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Mover(accounts, refs, new Picks(number));
  }

  private record Mover(Accounts accounts, int refs, Picks picks) implements Worker {
    @Override
    public void step(Tally tally) {
      long bits = picks.next();
      int from = Picks.upper(bits, refs);
      accounts.transfer(from, Picks.lowerBut(bits, refs, from), 1, tally);
    }
  }

  @Override
  public boolean isRight(long calls) {
    return accounts.sum(0, refs, new Tally()) == refs * Accounts.OPENING_BALANCE;
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
