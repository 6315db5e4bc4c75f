package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.SortedDictionary;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does a transactional sorted map cost where no transaction is needed?
 *
 * <pre>
 *   GET   map.get(key)                                   of a random key
 *   SCAN  for (value : map.subMap(from, to).values())    100 entries from a random one
 * </pre>
 *
 * <p>Baseline: {@code ConcurrentSkipListMap}. Isolde's scan shows one instant; the baseline's does
 * not. Every value and every sum is checked.
 *
 * <p>Trap: entries that were put in key order lie in that order in memory, which favours a scan;
 * here they are put in random order.
 *
 * <p>Run: {@code -Djmh.args="SortedMapOperation -p operation=SCAN"}.
 */
public class SortedMapOperation extends OneOrTwoThreads {
  private static final int SCANNED = 100;

  /** What to do. */
  public enum Operation {
    /** Reads the value of a key. */
    GET,
    /** Adds up the values of a hundred keys. */
    SCAN
  }

  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT"})
  public Peer peer = Peer.ISOLDE;

  /** How many entries there are. */
  @Param({"1000", "1000000"})
  public int size = 1000;

  /** What is done. */
  @Param public Operation operation = Operation.GET;

  private List<Integer> numbers = List.of();

  /** Made by {@link #open}. */
  private SortedDictionary dictionary;

  @Override
  protected void open() {
    numbers = Numbers.inOrder(size);
    dictionary = peer.create(SortedDictionary.class, size);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return switch (operation) {
      case GET -> new Getter(dictionary, numbers, new Picks(number));
      case SCAN -> new Scanner(dictionary, numbers, new Picks(number));
    };
  }

  private record Getter(SortedDictionary dictionary, List<Integer> numbers, Picks picks)
      implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      int pick = Picks.upper(picks.next(), numbers.size());
      Integer value = dictionary.get(numbers.get(pick));
      if (value == null || value != pick) {
        tally.wrong++;
      }
    }
  }

  private record Scanner(SortedDictionary dictionary, List<Integer> numbers, Picks picks)
      implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      int first = Picks.upper(picks.next(), numbers.size() - SCANNED);
      int sum = dictionary.sum(numbers.get(first), numbers.get(first + SCANNED));
      if (sum != SCANNED * first + SCANNED * (SCANNED - 1) / 2) {
        tally.wrong++;
      }
    }
  }

  @Override
  public boolean isRight(long calls) {
    return true;
  }
}
