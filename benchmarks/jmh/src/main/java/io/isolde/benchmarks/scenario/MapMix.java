package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does a map cost that all threads read and change?
 *
 * <pre>
 *   each thread ──▶ pick one of 2 × size keys ──▶ get              (readsPercent in a hundred)
 *                                                 put, or remove   (half each of the others)
 * </pre>
 *
 * <p>Baseline: {@code ConcurrentHashMap}. About half of the keys are present: at first the lower
 * ones, later any. Values are even for even keys and odd for odd ones, which every get checks.
 *
 * <p>Trap: with a million entries all peers wait for memory, and the ratio reflects cache misses:
 * what matters is how many objects lie on the path to a value.
 *
 * <p>Run: {@code -Djmh.args="MapMix -p size=1000 -p readsPercent=90"}.
 */
public class MapMix extends OneOrTwoThreads {
  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT", "SCALA_STM", "CLOJURE"})
  public Peer peer = Peer.ISOLDE;

  /** How many entries there are. */
  @Param({"1000", "1000000"})
  public int size = 1000;

  /** How many of a hundred operations read. */
  @Param({"90", "50", "0"})
  public int readsPercent = 90;

  private List<Integer> numbers = List.of();

  /** Made by {@link #open}. */
  private Dictionary dictionary;

  @Override
  protected void open() {
    numbers = Numbers.inOrder(2 * size);
    dictionary = peer.create(Dictionary.class, size);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return new User(dictionary, numbers, readsPercent, new Picks(number));
  }

  private record User(Dictionary dictionary, List<Integer> numbers, int readsPercent, Picks picks)
      implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      long bits = picks.next();
      int pick = Picks.upper(bits, numbers.size());
      Integer key = numbers.get(pick);
      int choice = Picks.lower(bits, 200);
      if (choice < 2 * readsPercent) {
        check(dictionary.get(key), pick, tally);
      } else if (choice % 2 == 0) {
        dictionary.put(key, numbers.get((int) (tally.attempts % size()) * 2 + (pick & 1)));
      } else {
        dictionary.remove(key);
      }
    }

    private int size() {
      return numbers.size() / 2;
    }

    private static void check(@Nullable Integer value, int key, Tally tally) {
      if (value != null && ((value ^ key) & 1) != 0) {
        tally.wrong++;
      }
    }
  }

  /** Whether the size equals the number of keys that are found. */
  @Override
  public boolean isRight(long calls) {
    int found = 0;
    for (Integer number : numbers) {
      found += dictionary.get(number) == null ? 0 : 1;
    }
    return dictionary.size() == found;
  }
}
