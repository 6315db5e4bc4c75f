package io.isolde.benchmarks.comparison;

import io.isolde.benchmarks.peer.Peer;
import io.isolde.benchmarks.scenario.GuardedTransfer;
import io.isolde.benchmarks.scenario.HotCounter;
import io.isolde.benchmarks.scenario.LongAuditBesideWriter;
import io.isolde.benchmarks.scenario.MapScan;
import io.isolde.benchmarks.scenario.MapSingleOperation;
import io.isolde.benchmarks.scenario.NestedOverhead;
import io.isolde.benchmarks.scenario.OrElseOverhead;
import io.isolde.benchmarks.scenario.QueueHandOff;
import io.isolde.benchmarks.scenario.Scenario;
import io.isolde.benchmarks.scenario.SingleOperation;
import io.isolde.benchmarks.scenario.SortedMapOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;

/** All comparisons that {@link io.isolde.benchmarks.Interleaved} can make. */
public final class Catalog {
  private static final int[] THREADS = {1, 2};
  private static final int SMALL = 1000;
  private static final int[] SIZES = {SMALL, 1_000_000};

  private static final Set<MapSingleOperation.Operation> FOR_TWO_THREADS =
      EnumSet.of(
          MapSingleOperation.Operation.GET,
          MapSingleOperation.Operation.GET_ABSENT,
          MapSingleOperation.Operation.PUT_EXISTING);

  private final List<Comparison> all = new ArrayList<>();

  private Catalog() {}

  /** All comparisons. The peers of a scenario are those of its JMH parameter. */
  public static List<Comparison> all() {
    Catalog catalog = new Catalog();
    catalog.transfers();
    catalog.transfersOnVirtualThreads();
    catalog.guardedTransfers();
    catalog.mixes();
    catalog.counters();
    catalog.reads();
    catalog.singleOperations();
    catalog.audits();
    catalog.relays();
    catalog.compositions();
    catalog.mapOperations();
    catalog.mapMixes();
    catalog.mapTransactions();
    catalog.mapInserts();
    catalog.mapScans();
    catalog.sortedMapOperations();
    catalog.queues();
    catalog.stores();
    catalog.storesAgainstOneLock();
    catalog.questions();
    catalog.messages();
    return catalog.all;
  }

  private void transfers() {
    for (int threads : THREADS) {
      for (int refs : new int[] {1000, 100, 10}) {
        String name = "TwoRefTransfer refs=" + refs + " threads=" + threads;
        for (Peer peer : peersOf("TwoRefTransfer")) {
          Configuration subject =
              Configuration.of("TwoRefTransfer", peer, threads).with("refs", refs);
          add(name, Peer.ORDERED_LOCKS, subject, threads == 1);
        }
      }
    }
  }

  /** The baseline is the same peer on a platform thread. */
  private void transfersOnVirtualThreads() {
    for (Peer peer : List.of(Peer.ISOLDE, Peer.ORDERED_LOCKS)) {
      Configuration platform = Configuration.of("TwoRefTransfer", peer, 1).with("refs", SMALL);
      Configuration picking = platform.with("peer", Peer.NOTHING);
      String name = "TwoRefTransfer refs=1000 threads=1 virtual";
      all.add(new Comparison(name, peer, platform, platform.onVirtualThreads(), picking));
    }
  }

  /**
   * The baseline of two threads is the same without conflicts; that of one thread reads and writes.
   */
  private void guardedTransfers() {
    for (Peer peer : peersOf("GuardedTransfer")) {
      for (GuardedTransfer.Way way : GuardedTransfer.Way.values()) {
        Configuration shared = Configuration.of("GuardedTransfer", peer, 2).with("way", way);
        Configuration apart = shared.with("sharing", GuardedTransfer.Sharing.NONE);
        String name = "GuardedTransfer way=" + way + " threads=2";
        all.add(new Comparison(name, peer, apart, shared, null));
      }
    }
    Configuration comparing = Configuration.of("GuardedTransfer", Peer.ISOLDE, 1);
    Configuration reading = comparing.with("way", GuardedTransfer.Way.READ_AND_WRITE);
    all.add(new Comparison("GuardedTransfer threads=1", Peer.ISOLDE, reading, comparing, null));
  }

  private void mixes() {
    for (int threads : THREADS) {
      String name = "ReadMostlyMix threads=" + threads;
      for (Peer peer : peersOf("ReadMostlyMix")) {
        add(
            name,
            Peer.ORDERED_LOCKS,
            Configuration.of("ReadMostlyMix", peer, threads),
            threads == 1);
      }
    }
  }

  private void counters() {
    for (int threads : THREADS) {
      for (HotCounter.Update way : HotCounter.Update.values()) {
        String name = "HotCounter way=" + way + " threads=" + threads;
        for (Peer peer : peersOf("HotCounter")) {
          Configuration subject = Configuration.of("HotCounter", peer, threads).with("way", way);
          add(name, Peer.ATOMICS, subject, false);
        }
      }
    }
  }

  private void reads() {
    for (int refs : new int[] {2, 1000}) {
      String name = "ReadOnlyTransaction refs=" + refs + " threads=1";
      for (Peer peer : peersOf("ReadOnlyTransaction")) {
        add(
            name,
            Peer.PLAIN,
            Configuration.of("ReadOnlyTransaction", peer, 1).with("refs", refs),
            true);
      }
    }
  }

  private void singleOperations() {
    for (SingleOperation.Operation operation : SingleOperation.Operation.values()) {
      String name = "SingleOperation operation=" + operation + " threads=1";
      for (Peer peer : peersOf("SingleOperation")) {
        Configuration subject =
            Configuration.of("SingleOperation", peer, 1).with("operation", operation);
        add(name, Peer.ATOMICS, subject, false);
      }
    }
  }

  /** The baseline is the writer without an auditor. */
  private void audits() {
    for (int rate : new int[] {0, 500, 5000}) {
      String name =
          "LongAuditBesideWriter refs=1000" + (rate == 0 ? "" : " auditsPerSecond=" + rate);
      for (Peer peer : peersOf("LongAuditBesideWriter")) {
        Configuration alone =
            Configuration.of("LongAuditBesideWriter", peer, 1).with("auditsPerSecond", rate);
        Configuration beside =
            alone.withRoles(LongAuditBesideWriter.WRITER, LongAuditBesideWriter.AUDITOR);
        all.add(new Comparison(name, peer, alone, beside, null));
      }
    }
  }

  private void relays() {
    for (String scenario : new String[] {"PingPongThroughRetry", "VirtualThreadRing"}) {
      for (Peer peer : peersOf(scenario)) {
        add(scenario, Peer.ORDERED_LOCKS, Configuration.of(scenario, peer, 1), false);
      }
    }
  }

  /** The baseline is the same peer's flat transaction. */
  private void compositions() {
    for (Peer peer : peersOf("NestedOverhead")) {
      Configuration flat =
          Configuration.of("NestedOverhead", peer, 1).with("way", NestedOverhead.Structure.FLAT);
      Configuration nested = flat.with("way", NestedOverhead.Structure.NESTED);
      all.add(new Comparison("NestedOverhead", peer, flat, nested, null));
    }
    for (OrElseOverhead.Alternative way : OrElseOverhead.Alternative.values()) {
      for (Peer peer : peersOf("OrElseOverhead")) {
        Configuration first = Configuration.of("OrElseOverhead", peer, 1).with("way", way);
        all.add(new Comparison("OrElseOverhead way=" + way, peer, flat(peer), first, null));
      }
    }
  }

  /** Two threads run at the smaller size only, and never with PUT_NEW or REMOVE. */
  private void mapOperations() {
    for (MapSingleOperation.Operation operation : MapSingleOperation.Operation.values()) {
      for (int size : SIZES) {
        maps("MapSingleOperation", 1, size, "operation", operation);
      }
      if (FOR_TWO_THREADS.contains(operation)) {
        maps("MapSingleOperation", 2, SMALL, "operation", operation);
      }
    }
  }

  private void mapMixes() {
    for (int threads : THREADS) {
      for (int size : SIZES) {
        for (int readsPercent : new int[] {90, 50, 0}) {
          maps("MapMix", threads, size, "readsPercent", readsPercent);
        }
      }
    }
  }

  /** Alone, and beside a writer. */
  private void mapScans() {
    for (int size : SIZES) {
      for (Peer peer : peersOf("MapScan")) {
        if (peer != Peer.CONCURRENT) {
          Configuration alone = Configuration.of("MapScan", peer, 1).with("size", size);
          Configuration beside = alone.withRoles(MapScan.SCANNER, MapScan.WRITER);
          add("MapScan size=" + size + " alone", Peer.CONCURRENT, alone, false);
          add("MapScan size=" + size + " beside a writer", Peer.CONCURRENT, beside, false);
        }
      }
    }
  }

  private void mapTransactions() {
    for (int threads : THREADS) {
      for (int size : SIZES) {
        maps("MapTransaction", threads, size, "size", size);
      }
    }
  }

  private void maps(String scenario, int threads, int size, String param, Object value) {
    String more = param.equals("size") ? "" : " " + param + "=" + value;
    String name = scenario + more + " size=" + size + " threads=" + threads;
    for (Peer peer : peersOf(scenario)) {
      if (isWorthTheTime(scenario, peer, threads, size)) {
        Configuration subject =
            Configuration.of(scenario, peer, threads).with("size", size).with(param, value);
        add(name, Peer.CONCURRENT, subject, threads == 1);
      }
    }
  }

  /**
   * Whether a comparison is worth its time. That of the baseline with itself is not. That of ZIO,
   * whose runs are long, is so only for one thread and the smaller size. That of persistent maps is
   * not so in a mix, where they perform as in single operations.
   */
  private static boolean isWorthTheTime(String scenario, Peer peer, int threads, int size) {
    return switch (peer) {
      case CONCURRENT -> false;
      case ZIO -> threads == 1 && size == SMALL;
      case CLOJURE -> !scenario.equals("MapMix");
      default -> true;
    };
  }

  private void mapInserts() {
    for (Peer peer : peersOf("MapInserts")) {
      add("MapInserts threads=2", Peer.CONCURRENT, Configuration.of("MapInserts", peer, 2), false);
    }
  }

  private void sortedMapOperations() {
    for (SortedMapOperation.Operation operation : SortedMapOperation.Operation.values()) {
      for (int size : SIZES) {
        String name = "SortedMapOperation operation=" + operation + " size=" + size + " threads=1";
        Configuration subject =
            Configuration.of("SortedMapOperation", Peer.ISOLDE, 1)
                .with("operation", operation)
                .with("size", size);
        add(name, Peer.CONCURRENT, subject, true);
      }
    }
  }

  private void queues() {
    for (QueueHandOff.Bound bound : QueueHandOff.Bound.values()) {
      for (Peer peer : peersOf("QueueHandOff")) {
        if (peer != Peer.ARRAY_QUEUE || bound == QueueHandOff.Bound.BOUNDED) {
          Configuration subject = Configuration.of("QueueHandOff", peer, 1).with("bound", bound);
          add("QueueHandOff bound=" + bound, Peer.CONCURRENT, subject, false);
        }
      }
    }
  }

  private void stores() {
    for (int threads : THREADS) {
      String name = "StoreTransfer keys=1000 threads=" + threads;
      for (Peer peer : peersOf("StoreTransfer")) {
        if (peer != Peer.TMAP) {
          Configuration subject =
              Configuration.of("StoreTransfer", peer, threads).with("keys", SMALL);
          add(name, Peer.TMAP, subject, threads == 1);
        }
      }
    }
  }

  private void storesAgainstOneLock() {
    add("StoreAudit keys=1000 threads=1", Peer.LOCK_STORE, storeOf("StoreAudit"), false);
    Configuration transfer = storeOf("StoreTransfer");
    String name = "StoreTransfer keys=1000 threads=1";
    add(name + " baseline=lock:", Peer.LOCK_STORE, transfer, true);
    add(name + " virtual baseline=lock:", Peer.LOCK_STORE, transfer.onVirtualThreads(), true);
  }

  private static Configuration storeOf(String scenario) {
    return Configuration.of(scenario, Peer.STM_STORE, 1).with("keys", SMALL);
  }

  private void questions() {
    for (Peer peer : peersOf("AskRoundTrip")) {
      add("AskRoundTrip", Peer.SYNCHRONOUS_QUEUE, Configuration.of("AskRoundTrip", peer, 1), false);
    }
  }

  private void messages() {
    for (int producers : new int[] {1, 4}) {
      for (Peer peer : peersOf("TellThroughput")) {
        Configuration subject = Configuration.of("TellThroughput", peer, producers);
        add("TellThroughput producers=" + producers, Peer.EXECUTOR, subject, false);
      }
    }
  }

  private static Configuration flat(Peer peer) {
    return Configuration.of("TwoRefTransfer", peer, 1).with("refs", 2);
  }

  private void add(String name, Peer baseline, Configuration subject, boolean hasPicking) {
    Configuration picking =
        hasPicking ? subject.with("peer", Peer.NOTHING).onPlatformThreads() : null;
    all.add(
        new Comparison(
            name, Peer.valueOf(subject.peer()), subject.with("peer", baseline), subject, picking));
  }

  private static List<Peer> peersOf(String scenario) {
    try {
      Class<?> type = Class.forName(Scenario.class.getPackageName() + "." + scenario);
      return Arrays.stream(type.getField("peer").getAnnotation(Param.class).value())
          .map(Peer::valueOf)
          .toList();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(scenario + " has no parameter peer", e);
    }
  }
}
