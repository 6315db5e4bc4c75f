package io.isolde.benchmarks.scenario;

import io.isolde.benchmarks.peer.Dictionary;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Param;

/**
 * Question: what does a transactional map cost where no transaction is needed?
 *
 * <pre>
 *   GET           map.get(key)           of a random key that is there
 *   GET_ABSENT    map.get(key)           of a random key that is not there
 *   PUT_EXISTING  map.put(key, value)    of a random key that is there, with another value
 *   PUT_NEW       map.put(key, value)    of an absent key; all the keys in turn, from an empty map
 *   REMOVE        map.remove(key)        of a key that is there; the keys in turn
 * </pre>
 *
 * <p>Baseline: {@code ConcurrentHashMap}. Values are even for even keys and odd for odd ones, which
 * is checked; so is the size.
 *
 * <p>PUT_NEW begins with an empty map without a hint of how large it will be, and makes a new one
 * when it has put {@code size} keys: the cost includes growth; discarding the full map is a cost of
 * the garbage collector.
 *
 * <p>REMOVE puts the keys back after every {@value #REMOVED_MAX}. That is done aside: {@link
 * io.isolde.benchmarks.Interleaved} does not count it, JMH does.
 *
 * <p>Trap: absent keys that follow the present ones would all fall into empty bins of a {@code
 * ConcurrentHashMap}; there are twice as many, and half of them fall into others.
 *
 * <p>Trap: putting the object that is there already may not be a write at all.
 *
 * <p>Run: {@code -Djmh.args="MapSingleOperation.oneThread -p operation=GET"}. PUT_NEW and REMOVE
 * are for one thread.
 */
public class MapSingleOperation extends OneOrTwoThreads {
  /** What to do. */
  public enum Operation {
    /** Reads the value of a key. */
    GET,
    /** Looks for a key that is not there. */
    GET_ABSENT,
    /** Replaces the value of a key. */
    PUT_EXISTING,
    /** Puts a key that is not there. */
    PUT_NEW,
    /** Removes a key. */
    REMOVE
  }

  private static final int REMOVED_MAX = 1000;

  /** Whose map it is. */
  @Param({"ISOLDE", "CONCURRENT", "SCALA_STM", "CLOJURE", "ZIO"})
  public Peer peer = Peer.ISOLDE;

  /** How many entries there are. */
  @Param({"1000", "1000000"})
  public int size = 1000;

  /** What is done. */
  @Param public Operation operation = Operation.GET;

  private List<Integer> numbers = List.of();

  /** Made by {@link #open}. */
  private Dictionary dictionary;

  @Override
  protected void open() {
    numbers =
        switch (operation) {
          case GET, PUT_EXISTING -> Numbers.inOrder(size);
          case GET_ABSENT -> Numbers.inOrder(3 * size);
          case PUT_NEW, REMOVE -> Numbers.shuffled(size);
        };
    dictionary = peer.create(Dictionary.class, operation == Operation.PUT_NEW ? 0 : size);
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Worker worker(int number, int role) {
    return switch (operation) {
      case GET -> new Getter(dictionary, numbers, new Picks(number));
      case GET_ABSENT -> new Seeker(dictionary, numbers, size, new Picks(number));
      case PUT_EXISTING -> new Putter(dictionary, numbers, new Picks(number));
      case PUT_NEW -> new Filler(peer, dictionary, numbers);
      case REMOVE -> new Remover(dictionary, numbers);
    };
  }

  private record Getter(Dictionary dictionary, List<Integer> numbers, Picks picks)
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

  private record Seeker(Dictionary dictionary, List<Integer> numbers, int size, Picks picks)
      implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      int pick = size + Picks.upper(picks.next(), numbers.size() - size);
      if (dictionary.get(numbers.get(pick)) != null) {
        tally.wrong++;
      }
    }
  }

  private record Putter(Dictionary dictionary, List<Integer> numbers, Picks picks)
      implements Worker {
    @Override
    public void step(Tally tally) {
      tally.attempts++;
      long bits = picks.next();
      int pick = Picks.upper(bits, numbers.size());
      int value = Picks.lower(bits, numbers.size() / 2) * 2 + (pick & 1);
      dictionary.put(numbers.get(pick), numbers.get(value));
    }
  }

  private static final class Filler implements Worker {
    private final Peer peer;
    private final List<Integer> numbers;
    private Dictionary dictionary;
    private int next;

    Filler(Peer peer, Dictionary dictionary, List<Integer> numbers) {
      this.peer = peer;
      this.dictionary = dictionary;
      this.numbers = numbers;
    }

    @Override
    public void step(Tally tally) {
      tally.attempts++;
      if (next == numbers.size()) {
        startOver(tally);
      }
      Integer number = numbers.get(next++);
      dictionary.put(number, number);
    }

    private void startOver(Tally tally) {
      if (dictionary.size() != numbers.size()) {
        tally.wrong++;
      }
      dictionary = peer.create(Dictionary.class, 0);
      next = 0;
    }
  }

  private static final class Remover implements Worker {
    private final Dictionary dictionary;
    private final List<Integer> numbers;
    private int first;
    private int next;

    Remover(Dictionary dictionary, List<Integer> numbers) {
      this.dictionary = dictionary;
      this.numbers = numbers;
    }

    @Override
    public void step(Tally tally) {
      tally.attempts++;
      if (next == numbers.size() || next - first == REMOVED_MAX) {
        tally.aside(() -> putBack(tally));
      }
      dictionary.remove(numbers.get(next++));
    }

    private void putBack(Tally tally) {
      if (dictionary.size() != numbers.size() - (next - first)) {
        tally.wrong++;
      }
      numbers.subList(first, next).forEach(number -> dictionary.put(number, number));
      next = next == numbers.size() ? 0 : next;
      first = next;
    }
  }

  @Override
  public boolean isRight(long calls) {
    return operation == Operation.PUT_NEW
        || operation == Operation.REMOVE
        || (dictionary.size() == size && isValueRight(0) && isValueRight(size - 1));
  }

  private boolean isValueRight(int key) {
    return (Objects.requireNonNull(dictionary.get(key)) & 1) == (key & 1);
  }
}
