package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does it cost to use ten keys of a map in one transaction?
 *
 * <pre>
 *   each thread ──▶ pick ten keys ──▶ get five, put five     all or nothing
 * </pre>
 *
 * <p>Floor, and baseline: a {@code ConcurrentHashMap} that does the same without a transaction, so
 * that other threads can interleave. The keys of one transaction are all even or all odd, as are
 * the values; the parity of the sum of the values read is checked.
 *
 * <p>Trap: with a thousand keys, two threads collide in about every 40th transaction; with a peer
 * that keeps the whole map in one ref, they collide in every one.
 *
 * <p>Run: {@code -Djmh.args="MapTransaction -p size=1000"}.
 */
public class MapTransaction extends OneOrTwoThreads {
  private static final int KEYS = 5;

  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT", "SCALA_STM", "CLOJURE", "ZIO"})
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
    return new Exchanger(dictionary, numbers, new Picks(number));
  }

  private static final class Exchanger implements Worker {
    private final Integer[] read = new Integer[KEYS];
    private final Integer[] written = new Integer[KEYS];
    private final Dictionary dictionary;
    private final List<Integer> numbers;
    private final Picks picks;

    Exchanger(Dictionary dictionary, List<Integer> numbers, Picks picks) {
      this.dictionary = dictionary;
      this.numbers = numbers;
      this.picks = picks;
    }

    @Override
    public void step(Tally tally) {
      int lowestBit = (int) (picks.next() >>> 63);
      for (int i = 0; i < KEYS; i++) {
        long bits = picks.next();
        read[i] = pick(Picks.upper(bits, numbers.size() / 2), lowestBit);
        written[i] = pick(Picks.lower(bits, numbers.size() / 2), lowestBit);
      }
      Integer value = pick(Picks.upper(picks.next(), numbers.size() / 2), lowestBit);
      int sum = dictionary.exchange(read, written, value, tally);
      if ((sum & 1) != lowestBit) { // an odd number of odd numbers is odd
        tally.wrong++;
      }
    }

    private Integer pick(int half, int lowestBit) {
      return numbers.get(2 * half + lowestBit);
    }
  }

  @Override
  public boolean isRight(long calls) {
    return dictionary.size() == size;
  }
}
