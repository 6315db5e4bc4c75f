package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.GuardedAccounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Question: what do conflicts cost when a transfer asks whether the payer has the money, works for
 * a while, and then moves it?
 *
 * <pre>
 *   thread 1 ──▶ is at least 1? ──▶ 1.7 µs of work ──▶ −1 here, +1 there
 *   thread 2 ──▶ is at least 1? ──▶ 1.7 µs of work ──▶ −1 there, +1 here
 * </pre>
 *
 * <p>Baseline: the same peer, each thread with two accounts of its own, so that nothing conflicts.
 * For one thread: the same, but reads and writes. After each iteration all the money must still be
 * there.
 *
 * <p>Trap: without work between question and commit, conflicts are so short that the ways hardly
 * differ.
 *
 * <p>Run: {@code -Djmh.args="GuardedTransfer"}.
 */
public class GuardedTransfer extends OneOrTwoThreads {
  /** About 1.7 µs on the machine of the committed results. */
  private static final int WORK = 1000;

  private static final int THREADS_MAX = 2;

  /** How to ask and to write. */
  public enum Way {
    /** By the peer's means of asking and adding without a read. */
    COMPARE_AND_ADD,
    /** Reads both accounts and writes them. */
    READ_AND_WRITE
  }

  /** Who uses two accounts. */
  public enum Sharing {
    /** All threads. */
    ALL,
    /** One thread. */
    NONE
  }

  /** Who moves the money. */
  @Param({"ISOLDE", "ORDERED_LOCKS"})
  public Peer peer = Peer.ISOLDE;

  /** How it asks. */
  @Param public Way way = Way.COMPARE_AND_ADD;

  /** Whose accounts they are. */
  @Param public Sharing sharing = Sharing.ALL;

  /** Made by {@link #open}. */
  private GuardedAccounts accounts;

  @Override
  protected void open() {
    accounts = peer.create(GuardedAccounts.class, 2 * THREADS_MAX);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Guarded(accounts, way, firstOf(number), number % 2);
  }

  private int firstOf(int number) {
    return sharing == Sharing.ALL ? 0 : 2 * (number % THREADS_MAX);
  }

  @Override
  public boolean isRight(long calls) {
    return accounts.sum() == 2 * THREADS_MAX * Accounts.OPENING_BALANCE;
  }

  /** Moves 1 to and fro. Thread-confined. */
  private static final class Guarded implements Worker {
    private final GuardedAccounts accounts;
    private final Way way;
    private final int first;
    private int turn;

    Guarded(GuardedAccounts accounts, Way way, int first, int turn) {
      this.accounts = accounts;
      this.way = way;
      this.first = first;
      this.turn = turn;
    }

    private static void work() {
      Blackhole.consumeCPU(WORK);
    }

    @Override
    public void step(Tally tally) {
      int from = first + turn;
      turn = 1 - turn;
      int to = first + turn;
      if (way == Way.COMPARE_AND_ADD) {
        accounts.compareAndAdd(from, to, 1, Guarded::work, tally);
      } else {
        accounts.readAndWrite(from, to, 1, Guarded::work, tally);
      }
    }
  }
}
