package io.isolde.benchmarks;

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
 * Question: do threads that insert different keys into one growing map get into each other's way?
 *
 * <pre>
 *   each thread ──▶ take the next keys ──▶ look whether a key is absent and put it    one transaction for each
 * </pre>
 *
 * <p>Look at the attempts per operation: 1.01 means that one commit in a hundred had a conflict.
 * Baseline: {@code ConcurrentHashMap}, without a transaction. Every key must have been absent.
 *
 * <p>When {@value #SIZE} keys are in, the threads go on with a new map, whose first buckets are
 * few: what conflicts there are, are there.
 *
 * <p>Trap: whatever gives out the keys one by one keeps the threads apart; they take {@value
 * #CHUNK} at a time.
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

  /** Made by {@link #open}, and again when it is full. */
  private Dictionary dictionary;

  /** How many of the numbers were given out for this map. */
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

  /** Whether the map has what was given out, but for chunks that are not through. */
  @Override
  public boolean isRight(long calls) {
    int missing = given - dictionary.size();
    return missing >= 0 && missing <= 2 * CHUNK;
  }

  /** Side by side. */
  @Benchmark
  @Threads(2)
  public void twoThreads(Hand hand) throws InterruptedException {
    hand.step(this, 0);
  }
}
