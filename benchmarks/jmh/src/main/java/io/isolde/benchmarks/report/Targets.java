package io.isolde.benchmarks.report;

import static io.isolde.benchmarks.harness.report.Target.atLeast;
import static io.isolde.benchmarks.harness.report.Target.atMost;

import io.isolde.benchmarks.comparison.Outcome;
import io.isolde.benchmarks.comparison.Summary;
import io.isolde.benchmarks.footprint.Footprints;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.report.Target;
import io.isolde.benchmarks.peer.Peer;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The targets of the engine, of the collections, of the stores and of the agents. */
final class Targets {
  private static final String TRANSFER = "TwoRefTransfer refs=1000 threads=1";
  private static final String TRANSFER_VIRTUAL = "TwoRefTransfer refs=1000 threads=1 virtual";
  private static final String TRANSFER_BY_TWO = "TwoRefTransfer refs=1000 threads=2";
  private static final String HOT_TRANSFER = "TwoRefTransfer refs=10 threads=2";
  private static final String HOT_COUNTER = "HotCounter way=ADD threads=2";
  private static final String GUARDED = "GuardedTransfer threads=1";
  private static final String GUARDED_BY_TWO = "GuardedTransfer way=COMPARE_AND_ADD threads=2";
  private static final String READ_ONLY = "ReadOnlyTransaction refs=2 threads=1";
  private static final String MAP_INSERTS = "MapInserts threads=2";
  private static final String ASK = "AskRoundTrip";
  private static final String TELL = "TellThroughput producers=1";
  private static final String TELL_BY_FOUR = "TellThroughput producers=4";
  private static final String AUDIT = "LongAuditBesideWriter refs=1000";
  private static final String SELDOM_AUDIT = AUDIT + " auditsPerSecond=500";
  private static final String OFTEN_AUDIT = AUDIT + " auditsPerSecond=5000";

  private static final String STORE_TRANSFER = "StoreTransfer keys=1000 threads=1";
  private static final String STORE_AUDIT = "StoreAudit keys=1000 threads=1";

  /** How many bytes a measurement is off. */
  private static final double NOISE = 0.5;

  private static final List<Peer> STM_PEERS =
      List.of(Peer.MULTIVERSE, Peer.SCALA_STM, Peer.CLOJURE, Peer.ZIO);

  private static final List<Target<BenchmarkResults>> ENGINE =
      List.of(
          atMost(1.5, "× ordered locks", TRANSFER, cpuRatio(TRANSFER)),
          atMost(0.35, "× Multiverse", TRANSFER, cpuRatioTo(TRANSFER, Peer.MULTIVERSE)),
          atMost(0.2, "× Scala STM", TRANSFER, cpuRatioTo(TRANSFER, Peer.SCALA_STM)),
          atMost(0.07, "× Clojure", TRANSFER, cpuRatioTo(TRANSFER, Peer.CLOJURE)),
          atMost(NOISE, "bytes per transfer", TRANSFER, of(TRANSFER, Targets::bytes)),
          atMost(1.2, "× a platform thread", TRANSFER_VIRTUAL, cpuRatio(TRANSFER_VIRTUAL)),
          atLeast(0.75, "× ordered locks", TRANSFER_BY_TWO, throughputRatio(TRANSFER_BY_TWO))
              .under(Label.NEAR),
          atLeast(0.7, "× ordered locks", TRANSFER_BY_TWO, throughputRatio(TRANSFER_BY_TWO))
              .under(Label.FAR),
          atLeast(
              3,
              "× Multiverse",
              TRANSFER_BY_TWO,
              throughputRatioTo(TRANSFER_BY_TWO, List.of(Peer.MULTIVERSE))),
          fair(TRANSFER_BY_TWO),
          atLeast(1.3, "× ordered locks", HOT_TRANSFER, throughputRatio(HOT_TRANSFER)),
          atLeast(2.5, "× the best STM", HOT_TRANSFER, throughputRatioTo(HOT_TRANSFER, STM_PEERS)),
          fair(HOT_TRANSFER),
          atMost(1.1, "× reading and writing", GUARDED, cpuRatio(GUARDED)),
          atLeast(0.9, "× without conflicts", GUARDED_BY_TWO, throughputRatio(GUARDED_BY_TWO)),
          atMost(
              5,
              "retries in 1000 transfers",
              GUARDED_BY_TWO,
              of(GUARDED_BY_TWO, Targets::retriesInThousand)),
          fair(GUARDED_BY_TWO),
          atMost(
              1.45,
              "× AtomicReference.get",
              "ref.get() outside a transaction",
              cpuRatio("SingleOperation operation=GET threads=1")),
          atMost(
              1.6,
              "× AtomicLong.incrementAndGet",
              "LongRef.increment() outside a transaction",
              cpuRatio("SingleOperation operation=INCREMENT threads=1")),
          atLeast(0.5, "× AtomicLong", HOT_COUNTER, throughputRatio(HOT_COUNTER)),
          atLeast(3, "× the best STM", HOT_COUNTER, throughputRatioTo(HOT_COUNTER, STM_PEERS)),
          fair(HOT_COUNTER),
          atMost(15, "ns CPU over plain reads", READ_ONLY, of(READ_ONLY, Targets::overBaseline)),
          atMost(0, "bytes per transaction", READ_ONLY, of(READ_ONLY, Targets::bytes)),
          atMost(1, "attempts per audit", AUDIT, of(AUDIT, Targets::attemptsBeside)),
          atLeast(
              0.6,
              "of what plain AtomicLongs keep",
              AUDIT,
              throughputRatioTo(AUDIT, List.of(Peer.ATOMICS))),
          atLeast(0.97, "of the writer's rate kept", SELDOM_AUDIT, throughputRatio(SELDOM_AUDIT)),
          atLeast(0.9, "of the writer's rate kept", OFTEN_AUDIT, throughputRatio(OFTEN_AUDIT)),
          atMost(40 + NOISE, "bytes", "a Ref", results -> results.footprint(Footprints.REF)),
          atMost(
              40 + NOISE, "bytes", "a LongRef", results -> results.footprint(Footprints.LONG_REF)),
          atMost(
              1,
              "× a bare one",
              "a parked virtual thread after a transaction",
              Targets::threadRatio));

  private static final List<Target<BenchmarkResults>> COLLECTIONS =
      Stream.of(
              mapTargets("1000"),
              mapTargets("1000000"),
              sortedMapTargets("1000"),
              sortedMapTargets("1000000"),
              otherCollections())
          .flatMap(List::stream)
          .toList();

  private static final List<Target<BenchmarkResults>> STORES =
      List.of(
          atMost(
              1.15,
              "× the same on TMap",
              STORE_TRANSFER,
              results -> figure(results, STORE_TRANSFER, Peer.STM_STORE, Targets::cpu)),
          overLock(0.8, STORE_TRANSFER + " baseline=lock:"),
          overLock(1, STORE_TRANSFER + " virtual baseline=lock:"),
          atMost(
              10,
              "µs CPU",
              STORE_AUDIT,
              results -> figure(results, STORE_AUDIT, Peer.STM_STORE, Targets::cpuNanos) / 1000));

  private static final List<Target<BenchmarkResults>> AGENTS =
      List.of(
          atMost(1.5, "× a pair of SynchronousQueues", ASK, Targets::roundTripRatio),
          atMost(200, "ns CPU per message", TELL, of(TELL, Targets::cpuNanos)),
          atMost(2, "× the CPU time with one producer", TELL_BY_FOUR, Targets::collapse),
          atMost(
              200, "bytes", "an idle agent", results -> results.footprint(Footprints.IDLE_AGENT)));

  private Targets() {}

  /**
   * The targets of {@code engine}, {@code collections}, {@code stores} or {@code agents}, or all if
   * the subject is empty.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static List<Target<BenchmarkResults>> of(String subject) {
    return switch (subject) {
      case "engine" -> ENGINE;
      case "collections" -> COLLECTIONS;
      case "stores" -> STORES;
      case "agents" -> AGENTS;
      case "" -> Stream.of(ENGINE, COLLECTIONS, STORES, AGENTS).flatMap(List::stream).toList();
      default -> throw new IllegalArgumentException("no targets of: " + subject);
    };
  }

  private static List<Target<BenchmarkResults>> mapTargets(String size) {
    String alone = " size=" + size + " threads=1";
    String get = "MapSingleOperation operation=GET" + alone;
    String getAbsent = "MapSingleOperation operation=GET_ABSENT" + alone;
    String putExisting = "MapSingleOperation operation=PUT_EXISTING" + alone;
    String putNew = "MapSingleOperation operation=PUT_NEW" + alone;
    String remove = "MapSingleOperation operation=REMOVE" + alone;
    String scan = "MapScan size=" + size + " alone";
    String scanBeside = "MapScan size=" + size + " beside a writer";
    return List.of(
        atMost(1.5, "× ConcurrentHashMap", get, cpuRatio(get)),
        atMost(2, "× ConcurrentHashMap", getAbsent, cpuRatio(getAbsent)),
        atMost(4, "× ConcurrentHashMap", putExisting, cpuRatio(putExisting)),
        atMost(3, "× ConcurrentHashMap", putNew, cpuRatio(putNew)),
        atMost(3, "× ConcurrentHashMap", remove, cpuRatio(remove)),
        atMost(2.5, "× ConcurrentHashMap", scan, cpuRatio(scan)),
        atMost(5, "× ConcurrentHashMap", scanBeside, cpuRatio(scanBeside)),
        tenKeys("MapTransaction" + alone),
        tenKeys("MapTransaction size=" + size + " threads=2"));
  }

  private static Target<BenchmarkResults> tenKeys(String name) {
    return atLeast(3, "× the best STM", name, throughputRatioTo(name, STM_PEERS));
  }

  private static List<Target<BenchmarkResults>> sortedMapTargets(String size) {
    String alone = " size=" + size + " threads=1";
    String get = "SortedMapOperation operation=GET" + alone;
    String scan = "SortedMapOperation operation=SCAN" + alone;
    return List.of(
        atMost(1.5, "× ConcurrentSkipListMap", get, cpuRatio(get)),
        atMost(1.1, "× ConcurrentSkipListMap", scan, cpuRatio(scan)));
  }

  private static List<Target<BenchmarkResults>> otherCollections() {
    return List.of(
        atMost(1.01, "attempts per commit", MAP_INSERTS, of(MAP_INSERTS, Targets::attempts)),
        atMost(
            89, "bytes", "an entry of a TMap", results -> results.footprint(Footprints.MAP_ENTRY)),
        handOff("BOUNDED"),
        handOff("UNBOUNDED"));
  }

  private static Target<BenchmarkResults> fair(String name) {
    return atLeast(
        0.35, "of every round by the slower thread", name, of(name, Outcome::leastSlowerShare));
  }

  private static Target<BenchmarkResults> overLock(double bound, String name) {
    return atMost(
        bound, "× lock:", name, results -> figure(results, name, Peer.STM_STORE, Targets::cpu));
  }

  private static Target<BenchmarkResults> handOff(String bound) {
    String name = "QueueHandOff bound=" + bound;
    return atLeast(0.5, "× LinkedBlockingQueue", name, throughputRatio(name));
  }

  private static ToDoubleFunction<BenchmarkResults> of(
      String name, ToDoubleFunction<Outcome> figure) {
    return results -> figure(results, name, Peer.ISOLDE, figure);
  }

  private static double figure(
      BenchmarkResults results, String name, Peer peer, ToDoubleFunction<Outcome> figure) {
    return results.outcome(name, peer).stream().mapToDouble(figure).findFirst().orElse(Double.NaN);
  }

  private static ToDoubleFunction<BenchmarkResults> cpuRatio(String name) {
    return of(name, Targets::cpu);
  }

  private static ToDoubleFunction<BenchmarkResults> throughputRatio(String name) {
    return of(name, Targets::throughput);
  }

  private static ToDoubleFunction<BenchmarkResults> cpuRatioTo(String name, Peer peer) {
    return results ->
        figure(results, name, Peer.ISOLDE, Targets::cpu)
            / figure(results, name, peer, Targets::cpu);
  }

  /** The ratio to the fastest of those peers that were measured. */
  private static ToDoubleFunction<BenchmarkResults> throughputRatioTo(
      String name, List<Peer> peers) {
    return results ->
        figure(results, name, Peer.ISOLDE, Targets::throughput)
            / peers.stream()
                .mapToDouble(peer -> figure(results, name, peer, Targets::throughput))
                .filter(Double::isFinite)
                .max()
                .orElse(Double.NaN);
  }

  private static double cpu(Outcome outcome) {
    return outcome.cpuRatio() == null ? Double.NaN : outcome.cpuRatio().median();
  }

  private static double throughput(Outcome outcome) {
    return outcome.throughputRatio() == null ? Double.NaN : outcome.throughputRatio().median();
  }

  /** How many times as long a round trip takes: the inverse of the throughputs' ratio. */
  private static double roundTripRatio(BenchmarkResults results) {
    return 1 / throughputRatio(ASK).applyAsDouble(results);
  }

  private static double collapse(BenchmarkResults results) {
    return of(TELL_BY_FOUR, Targets::cpuNanos).applyAsDouble(results)
        / of(TELL, Targets::cpuNanos).applyAsDouble(results);
  }

  private static double cpuNanos(Outcome outcome) {
    return outcome.subjectSummary().cpuNanosPerOperation();
  }

  private static double bytes(Outcome outcome) {
    return outcome.subjectSummary().bytesPerOperation();
  }

  private static double overBaseline(Outcome outcome) {
    return outcome.subjectSummary().cpuNanosPerOperation()
        - outcome.baselineSummary().cpuNanosPerOperation();
  }

  private static double attempts(Outcome outcome) {
    return outcome.subjectSummary().attemptsPerOperation();
  }

  private static double retriesInThousand(Outcome outcome) {
    return 1000 * (attempts(outcome) - 1);
  }

  private static double attemptsBeside(Outcome outcome) {
    Summary beside = outcome.besideSummary();
    return beside == null ? Double.NaN : beside.attemptsPerOperation();
  }

  private static double threadRatio(BenchmarkResults results) {
    return results.footprint(Footprints.THREAD_PREFIX + Peer.ISOLDE)
        / results.footprint(Footprints.BARE_THREAD);
  }
}
