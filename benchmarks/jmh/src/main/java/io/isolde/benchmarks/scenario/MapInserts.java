package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Padded;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Threads;

/**
 * Question: do threads that insert different keys into one growing map conflict?
 *
 * <pre>
 *   each thread ──▶ take the next keys ──▶ check that a key is absent, put it  one transaction each
 * </pre>
 *
 * <p>The figure to look at is attempts per operation: 1.01 means that one commit in a hundred had a
 * conflict. Baseline: {@code ConcurrentHashMap}, without a transaction. Every key must have been
 * absent.
 *
 * <p>When {@value #SIZE} keys are in, the threads continue with a new map. It has few buckets at
 * first, which is where conflicts occur.
 *
 * <p>Trap: handing out keys one at a time would itself keep the threads from meeting, so they take
 * {@value #CHUNK} at a time.
 *
 * <p>Run: {@code -Djmh.args="MapInserts"}.
 */
public class MapInserts extends Scenario {
  private static final int SIZE = 100_000;
  private static final int CHUNK = 50;

  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT", "SCALA_STM", "CLOJURE"})
  public Peer peer = Peer.ISOLDE;

  private final List<Integer> numbers = Numbers.shuffled(SIZE);

  /** Made by {@link #open}, and replaced when it is full. */
  private Dictionary dictionary;

  /** How many of the numbers have been handed out for this map. */
  private int given;

  @Override
  protected void open() {
    dictionary = peer.create(Dictionary.class, 0);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new Inserter();
  }

  private synchronized void giveChunk(Inserter to) {
    if (given == SIZE) {
      dictionary = peer.create(Dictionary.class, 0);
      given = 0;
    }
    to.present = dictionary;
    to.next = given;
    given += CHUNK;
    to.end = given;
  }

  private final class Inserter extends Padded implements Worker {
    private Dictionary present = dictionary;
    private int next;
    private int end;

    @Override
    public void step(Tally tally) {
      if (next == end) {
        giveChunk(this);
      }
      Integer number = numbers.get(next++);
      if (!present.insert(number, number, tally)) {
        tally.wrong++;
      }
    }
  }

  /** Whether the map has the keys that were handed out, except for those of unfinished chunks. */
  @Override
  public boolean isRight(long calls) {
    int missing = given - dictionary.size();
    return missing >= 0 && missing <= 2 * CHUNK;
  }

  /** Two threads. */
  @Benchmark
  @Threads(2)
  public void twoThreads(ThreadState thread) throws InterruptedException {
    thread.step(this, 0);
  }
}
