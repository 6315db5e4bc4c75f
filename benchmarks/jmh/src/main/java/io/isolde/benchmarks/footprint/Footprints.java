package io.isolde.benchmarks.footprint;

import io.isolde.agent.Agent;
import io.isolde.benchmarks.peer.Accounts;
import io.isolde.benchmarks.peer.Numbers;
import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.peer.Tally;
import io.isolde.stm.IntRef;
import io.isolde.stm.LongRef;
import io.isolde.stm.Ref;
import io.isolde.stm.Stm;
import io.isolde.stm.collection.TMap;
import io.isolde.stm.collection.TSortedMap;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Measures the footprint of refs, agents, map entries and parked threads.
 *
 * @param refs how many refs to make, and how many entries of a map
 * @param threads how many threads to park
 */
public record Footprints(int refs, int threads) {
  public static final String REF = "Ref";
  public static final String LONG_REF = "LongRef";
  public static final String IDLE_AGENT = "an agent at rest";
  public static final String MAP_ENTRY = "an entry of TMap";
  public static final String BARE_THREAD = "parked virtual thread, bare";
  public static final String THREAD_PREFIX = "parked virtual thread after a transaction of ";

  private static final Peer[] PEERS = {Peer.ISOLDE, Peer.MULTIVERSE, Peer.SCALA_STM, Peer.CLOJURE};

  /**
   * The limit for the other peers, some of which keep so much for each thread that there is no room
   * for more.
   */
  private static final int PEERS_THREADS_MAX = 2000;

  /**
   * One result.
   *
   * @param name what was made
   * @param bytes how many bytes one of them takes
   */
  public record Entry(String name, double bytes) {}

  /** Makes and measures one kind after the other. */
  public List<Entry> all() throws InterruptedException {
    List<Entry> all = new ArrayList<>();
    Object value = "shared";
    all.add(new Entry(REF, bytesOfWritten(() -> Ref.of(value))));
    all.add(new Entry(LONG_REF, bytesOfWritten(() -> LongRef.of(1))));
    all.add(new Entry("IntRef", bytesOfWritten(() -> IntRef.of(1))));
    all.add(new Entry(IDLE_AGENT, bytesOfAgent(value)));
    all.addAll(entries());
    bytesOfParked(threads, () -> {}); // so that what the first threads load is not counted
    all.add(new Entry(BARE_THREAD, bytesOfParked(threads, () -> {})));
    for (Peer peer : PEERS) {
      Accounts accounts = peer.create(Accounts.class, 2);
      Runnable transaction = () -> accounts.transfer(0, 1, 1, new Tally());
      transaction.run();
      int count = peer == Peer.ISOLDE ? threads : Math.min(threads, PEERS_THREADS_MAX);
      all.add(new Entry(THREAD_PREFIX + peer, bytesOfParked(count, transaction)));
    }
    return all;
  }

  /** Entries from integers to integers; the integers are shared and not counted. */
  private List<Entry> entries() throws InterruptedException {
    Map<String, Supplier<Map<Integer, Integer>>> makers = new LinkedHashMap<>();
    makers.put(MAP_ENTRY, TMap::new);
    makers.put("an entry of ConcurrentHashMap", ConcurrentHashMap::new);
    makers.put("an entry of TSortedMap", TSortedMap::new);
    makers.put("an entry of ConcurrentSkipListMap", ConcurrentSkipListMap::new);
    List<Integer> numbers = Numbers.shuffled(refs);
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, Supplier<Map<Integer, Integer>>> maker : makers.entrySet()) {
      entries.add(new Entry(maker.getKey(), bytesOfEntry(maker.getValue(), numbers)));
    }
    return entries;
  }

  private static double bytesOfEntry(Supplier<Map<Integer, Integer>> maker, List<Integer> numbers)
      throws InterruptedException {
    long before = Heap.usedBytes();
    Map<Integer, Integer> map = maker.get();
    try {
      for (Integer number : numbers) {
        map.put(number, number);
      }
      return (double) (Heap.usedBytes() - before) / numbers.size();
    } finally {
      Reference.reachabilityFence(map);
    }
  }

  /** Each is written once in a transaction, so that it has the version it will have in use. */
  private double bytesOfWritten(Supplier<Object> maker) throws InterruptedException {
    Object[] made = new Object[refs];
    long before = Heap.usedBytes();
    try {
      Arrays.setAll(made, i -> maker.get());
      for (Object ref : made) {
        write(ref);
      }
      return (double) (Heap.usedBytes() - before) / refs;
    } finally {
      Reference.reachabilityFence(made);
    }
  }

  /**
   * Each agent has been asked once, so that it has run, and is at rest again when the heap is
   * measured.
   */
  private double bytesOfAgent(Object state) throws InterruptedException {
    List<Agent<Object>> agents = new ArrayList<>(refs);
    long before = Heap.usedBytes();
    try {
      for (int i = 0; i < refs; i++) {
        agents.add(Agent.of(state));
        agents.getLast().ask(present -> present);
      }
      return (double) (Heap.usedBytes() - before) / refs;
    } finally {
      Reference.reachabilityFence(agents);
    }
  }

  private static void write(Object made) {
    Stm.atomic(
        () -> {
          switch (made) {
            case Ref<?> ref -> keep(ref);
            case LongRef ref -> ref.set(ref.get() + 1);
            case IntRef ref -> ref.set(ref.get() + 1);
            default -> throw new IllegalArgumentException(made.toString());
          }
        });
  }

  private static <T> void keep(Ref<T> ref) {
    ref.set(ref.get());
  }

  private static double bytesOfParked(int count, Runnable before) throws InterruptedException {
    ParkedThreads parked = new ParkedThreads();
    long empty = Heap.usedBytes();
    parked.add(count, before);
    long bytes = Heap.usedBytes() - empty;
    parked.release();
    return (double) bytes / count;
  }
}
