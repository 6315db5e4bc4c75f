package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: does an audit of all accounts finish beside a writer that never pauses, and how much do
 * audits slow the writer down, without pause and at fixed rates?
 *
 * <pre>
 *   writer   ──▶ move 1 between two of 1000 accounts, again and again
 *   auditor  ──▶ add up all 1000                       must always give the same sum
 *                wait until the next one is due
 * </pre>
 *
 * <p>Baseline: the writer alone ({@code writerAlone}). Floor: plain {@code AtomicLong}s, whose sums
 * are wrong. Every audit is checked. Attempts per audit are in the auditor's tally: {@link
 * io.isolde.benchmarks.Interleaved} reports them separately, JMH together with the writer's.
 *
 * <p>Trap: a transaction that validates what it read never completes such an audit. It is allowed
 * {@value #ATTEMPTS_MAX} attempts and is then counted as given up; otherwise the benchmark would
 * never end.
 *
 * <p>Trap: without pause, whoever audits faster disturbs more. Peers are compared at a fixed rate.
 *
 * <p>Run: {@code -Djmh.args="LongAuditBesideWriter"}.
 */
public class LongAuditBesideWriter extends Scenario {
  public static final int WRITER = 0;
  public static final int AUDITOR = 1;

  private static final int ATTEMPTS_MAX = 1000;

  /** Who keeps the accounts. */
  @Param({
    "ISOLDE",
    "ATOMICS",
    "ORDERED_LOCKS",
    "ONE_LOCK",
    "MULTIVERSE",
    "SCALA_STM",
    "CLOJURE",
    "ZIO"
  })
  public Peer peer = Peer.ISOLDE;

  /** How many accounts an audit reads. */
  @Param("1000")
  public int refs = 1000;

  /** How many audits there are in a second; 0 for no pause. */
  @Param({"0", "500", "5000"})
  public int auditsPerSecond;

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
    return role == AUDITOR
        ? new Auditor(accounts, refs, Pace.perSecond(auditsPerSecond))
        : new Mover(accounts, refs, new Picks(number));
  }

  private record Auditor(Accounts accounts, int refs, Pace pace) implements Worker {
    @Override
    public void step(Tally tally) {
      pace.await();
      tally.allow(ATTEMPTS_MAX);
      try {
        if (accounts.sum(0, refs, tally) != refs * Accounts.OPENING_BALANCE) {
          tally.wrong++;
        }
      } catch (Throwable t) { // the peers wrap what a body throws, each in its own way
        tally.gaveUp++;
      }
    }
  }

  @Override
  public boolean isRight(long calls) {
    return accounts.sum(0, refs, new Tally()) == refs * Accounts.OPENING_BALANCE;
  }

  /** The writer by itself. */
  @Benchmark
  @Threads(1)
  public void writerAlone(ThreadState thread) throws InterruptedException {
    thread.step(this, WRITER);
  }

  /** The writer of the pair. */
  @Benchmark
  @Group("pair")
  @GroupThreads(1)
  public void writer(ThreadState thread) throws InterruptedException {
    thread.step(this, WRITER);
  }

  /** The auditor of the pair. */
  @Benchmark
  @Group("pair")
  @GroupThreads(1)
  public void auditor(ThreadState thread) throws InterruptedException {
    thread.step(this, AUDITOR);
  }
}
