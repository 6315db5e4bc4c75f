package io.isolde.benchmarks.durable;

import io.isolde.benchmarks.durable.OpeningFile.Opened;
import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.durable.rounds.LegResult;
import io.isolde.benchmarks.durable.rounds.Shift;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The targets of the durable stores on this machine: of the {@code file:} backend; and of {@code
 * chronicle:}, with more data than the heap can hold.
 */
final class Targets {
  private static final String COMMITS = "commits";
  private static final String CPU = "cpu";
  private static final String PAUSES = "pauses";
  private static final String OPENING = "opening";
  private static final String LARGE = "large";
  private static final int MANY = 64;
  private static final double MEBI = 1 << 20;

  private static final String LARGE_STORE = "`chronicle:`, 1 GB";

  static final List<Target> ALL = all();

  private Targets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    all.add(
        atLeast(
            100_000, "commits/s", "64 committers, `sync`", results -> ours(results, Shift::rate)));
    all.add(
        atLeast(
            3, "× every peer", "64 committers, `sync`", results -> overBestPeer(results, MANY)));
    all.add(
        atMost(
            0.1,
            "forces per commit",
            "64 committers, `sync`",
            results -> ours(results, Shift::forcesPerOperation)));
    all.add(
        atLeast(1, "× every peer", "2 committers, `sync`", results -> overBestPeer(results, 2)));
    all.add(atMost(1.2, "× the time of one force", "1 committer, `sync`", Targets::overOneForce));
    all.add(
        atMost(
            2, "× in memory, without encoding", "CPU time of an `async` transfer", Targets::async));
    for (String committers : List.of("1 async", "2 sync", "64 sync")) {
      all.add(
          atLeast(
              0.8,
              "of the transfers kept",
              committers + ", beside snapshots",
              results -> kept(results, committers)));
    }
    all.add(atLeast(1_000_000, "records/s", "replay of the journal", Targets::replayed));
    all.add(atMost(3, "s", "opening from a checkpoint", Targets::checkpointSeconds));
    all.add(atMost(256, "MiB of heap to be had", LARGE_STORE, Targets::heapMebibytes));
    all.add(atMost(3, "× `get` of Chronicle Map", LARGE_STORE + ", reads", Targets::overPlain));
    all.add(atMost(3, "s", LARGE_STORE + ", opening", Targets::reopeningSeconds));
    return List.copyOf(all);
  }

  private static Target atMost(
      double bound, String measure, String what, ToDoubleFunction<RawResults> figure) {
    return new Target(what, measure, true, bound, figure);
  }

  private static Target atLeast(
      double bound, String measure, String what, ToDoubleFunction<RawResults> figure) {
    return new Target(what, measure, false, bound, figure);
  }

  private static double ours(RawResults results, ToDoubleFunction<Shift> figure) {
    return results
        .leg(COMMITS, Peer.FILE.name(), MANY)
        .map(leg -> leg.figure(figure).median())
        .orElse(Double.NaN);
  }

  /** The rate as a multiple of that of the fastest peer. */
  private static double overBestPeer(RawResults results, int committers) {
    return Stream.of(Peer.values())
        .filter(peer -> peer != Peer.FILE)
        .mapToDouble(
            peer -> ratio(results, COMMITS, Peer.FILE.name(), peer.name(), committers, Shift::rate))
        .min()
        .orElse(Double.NaN);
  }

  private static double overOneForce(RawResults results) {
    return ratio(results, COMMITS, Commits.ONE_FORCE, Peer.FILE.name(), 1, Shift::rate);
  }

  private static double async(RawResults results) {
    double encoding = overMemory(results, CpuCost.ENCODING);
    return overMemory(results, CpuCost.MODES.getFirst()) - encoding;
  }

  private static double overMemory(RawResults results, String leg) {
    return ratio(results, CPU, leg, CpuCost.IN_MEMORY, 1, Shift::cpuNanosPerOperation);
  }

  private static double kept(RawResults results, String committers) {
    int space = committers.indexOf(' ');
    int threads = Integer.parseInt(committers.substring(0, space));
    String mode = committers.substring(space + 1);
    return ratio(results, PAUSES, mode + " snapshot", mode + " alone", threads, Shift::rate);
  }

  /** The median, over the rounds, of the ratio of a figure of two legs. */
  private static double ratio(
      RawResults results,
      String file,
      String dividend,
      String divisor,
      int threads,
      ToDoubleFunction<Shift> figure) {
    LegResult over = results.leg(file, dividend, threads).orElse(null);
    LegResult under = results.leg(file, divisor, threads).orElse(null);
    return over == null || under == null ? Double.NaN : over.ratio(figure, under).median();
  }

  static double recordsPerSecond(Opened opened) {
    return 1e9 * opened.journalRecords() / opened.storeNanos();
  }

  /** Measured in a fresh JVM. */
  private static double replayed(RawResults results) {
    return results
        .opening(OPENING)
        .map(file -> recordsPerSecond(file.fromJournal().getFirst()))
        .orElse(Double.NaN);
  }

  /** Measured in a fresh JVM. */
  private static double checkpointSeconds(RawResults results) {
    return results
        .opening(OPENING)
        .map(OpeningFile::fromCheckpoint)
        .map(opened -> (opened.getFirst().storeNanos() + opened.getFirst().mapNanos()) / 1e9)
        .orElse(Double.NaN);
  }

  private static double heapMebibytes(RawResults results) {
    return results.large(LARGE).map(file -> file.heap().limit() / MEBI).orElse(Double.NaN);
  }

  private static double overPlain(RawResults results) {
    return results
        .large(LARGE)
        .map(file -> file.worked().getsOverPlain().median())
        .orElse(Double.NaN);
  }

  /** Measured in a fresh JVM. */
  private static double reopeningSeconds(RawResults results) {
    return results
        .large(LARGE)
        .map(file -> file.reopened().firstGetNanos() / 1e9)
        .orElse(Double.NaN);
  }
}
