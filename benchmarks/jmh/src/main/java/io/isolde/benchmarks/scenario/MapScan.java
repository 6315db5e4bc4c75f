package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: what does it cost to iterate over a whole map as of one instant, alone and beside a
 * writer?
 *
 * <pre>
 *   scanner ──▶ snapshot: add up all values
 *   writer  ──▶ put another value for a random key, {@value #PUTS_PER_SECOND} times a second
 * </pre>
 *
 * <p>Baseline: {@code ConcurrentHashMap}, whose iteration is of no instant. Values are even for
 * even keys and odd for odd ones, so every sum has the same parity, which is checked.
 *
 * <p>Trap: beside a writer without pause, the slower map has fewer writes to cope with. So the
 * writers of all peers write equally often.
 *
 * <p>Run: {@code -Djmh.args="MapScan -p size=1000"}.
 */
public class MapScan extends Scenario {
  public static final int SCANNER = 0;
  public static final int WRITER = 1;

  private static final int PUTS_PER_SECOND = 100_000;

  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT", "SCALA_STM", "CLOJURE"})
  public Peer peer = Peer.ISOLDE;

  /** How many entries there are. */
  @Param({"1000", "1000000"})
  public int size = 1000;

  private List<Integer> numbers = List.of();

  /** Made by {@link #open}. */
  private Dictionary dictionary;

  @Override
  protected void open() {
    numbers = Numbers.inOrder(size);
    dictionary = peer.create(Dictionary.class, size);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return role == WRITER
        ? new Writer(dictionary, numbers, new Picks(number), Pace.perSecond(PUTS_PER_SECOND))
        : this::scan;
  }

  private void scan(Tally tally) {
    tally.attempts++;
    if (!isSumRight(dictionary.sum())) {
      tally.wrong++;
    }
  }

  private record Writer(Dictionary dictionary, List<Integer> numbers, Picks picks, Pace pace)
      implements Worker {
    @Override
    public void step(Tally tally) {
      pace.await();
      tally.attempts++;
      long bits = picks.next();
      int pick = Picks.upper(bits, numbers.size());
      int value = Picks.lower(bits, numbers.size() / 2) * 2 + (pick & 1);
      dictionary.put(numbers.get(pick), numbers.get(value));
    }
  }

  @Override
  public boolean isRight(long calls) {
    return dictionary.size() == size && isSumRight(dictionary.sum());
  }

  /** Half of the values are odd. */
  private boolean isSumRight(long sum) {
    return ((sum - size / 2) & 1) == 0;
  }

  /** The scanner by itself. */
  @Benchmark
  @Threads(1)
  public void scannerAlone(ThreadState thread) throws InterruptedException {
    thread.step(this, SCANNER);
  }

  /** The scanner of the pair. */
  @Benchmark
  @Group("pair")
  @GroupThreads(1)
  public void scanner(ThreadState thread) throws InterruptedException {
    thread.step(this, SCANNER);
  }

  /** The writer of the pair. */
  @Benchmark
  @Group("pair")
  @GroupThreads(1)
  public void writer(ThreadState thread) throws InterruptedException {
    thread.step(this, WRITER);
  }
}
