package io.isolde.benchmarks.durable;

import static io.isolde.benchmarks.harness.report.Target.atLeast;
import static io.isolde.benchmarks.harness.report.Target.atMost;

import io.isolde.benchmarks.durable.peer.Peer;
import io.isolde.benchmarks.harness.report.Target;
import io.isolde.benchmarks.harness.rounds.Sample;
import io.isolde.benchmarks.harness.rounds.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The targets of the durable stores on this machine: of the {@code file:} backend; and of {@code
 * chronicle:}, with more data than the heap can hold.
 */
final class DurableTargets {
  private static final String COMMITS = "commits";
  private static final String CPU = "cpu";
  private static final String PAUSES = "pauses";
  private static final String OPENING = "opening";
  private static final String LARGE = "large";
  private static final int MANY = 64;
  private static final double MEBI = 1 << 20;

  private static final String LARGE_STORE = "`chronicle:`, 1 GB";

  static final List<Target<DurableResults>> ALL = all();

  private DurableTargets() {}

  private static List<Target<DurableResults>> all() {
    List<Target<DurableResults>> all = new ArrayList<>();
    all.add(
        atLeast(
            100_000, "commits/s", "64 committers, `sync`", results -> ours(results, Sample::rate)));
    all.add(
        atLeast(
            3, "× every peer", "64 committers, `sync`", results -> overBestPeer(results, MANY)));
    all.add(
        atMost(
            0.1,
            "forces per commit",
            "64 committers, `sync`",
            results -> ours(results, Sample::eventsPerOperation)));
    all.add(
        atLeast(1, "× every peer", "2 committers, `sync`", results -> overBestPeer(results, 2)));
    all.add(
        atMost(
            1.2, "× the time of one force", "1 committer, `sync`", DurableTargets::overOneForce));
    all.add(
        atMost(
            1.5,
            "× in memory and encoding",
            "CPU time of an `async` transfer",
            DurableTargets::async));
    for (String committers : List.of("1 async", "2 sync", "64 sync")) {
      all.add(
          atLeast(
              0.8,
              "of the transfers kept",
              committers + ", beside snapshots",
              results -> kept(results, committers)));
    }
    all.add(atLeast(1_000_000, "records/s", "replay of the journal", DurableTargets::replayed));
    all.add(atMost(3, "s", "opening from a checkpoint", DurableTargets::checkpointSeconds));
    all.add(atMost(256, "MiB of heap to be had", LARGE_STORE, DurableTargets::heapMebibytes));
    all.add(
        atMost(3, "× `get` of Chronicle Map", LARGE_STORE + ", reads", DurableTargets::overPlain));
    all.add(atMost(3, "s", LARGE_STORE + ", opening", DurableTargets::reopeningSeconds));
    return List.copyOf(all);
  }

  private static double ours(DurableResults results, ToDoubleFunction<Sample> figure) {
    return results
        .series(COMMITS, Peer.FILE.name(), MANY)
        .map(series -> series.figure(results.label(), figure).median())
        .orElse(Double.NaN);
  }

  /** The rate as a multiple of that of the fastest peer. */
  private static double overBestPeer(DurableResults results, int committers) {
    return Stream.of(Peer.values())
        .filter(peer -> peer != Peer.FILE)
        .mapToDouble(
            peer ->
                ratio(results, COMMITS, Peer.FILE.name(), peer.name(), committers, Sample::rate))
        .min()
        .orElse(Double.NaN);
  }

  private static double overOneForce(DurableResults results) {
    return ratio(results, COMMITS, Commits.ONE_FORCE, Peer.FILE.name(), 1, Sample::rate);
  }

  /** As a multiple of the same transfer in memory, and of encoding its record, together. */
  private static double async(DurableResults results) {
    double encoding = overMemory(results, CpuCost.ENCODING);
    return overMemory(results, CpuCost.MODES.getFirst()) / (1 + encoding);
  }

  private static double overMemory(DurableResults results, String workload) {
    return ratio(results, CPU, workload, CpuCost.IN_MEMORY, 1, Sample::cpuNanosPerOperation);
  }

  private static double kept(DurableResults results, String committers) {
    int space = committers.indexOf(' ');
    int threads = Integer.parseInt(committers.substring(0, space));
    String mode = committers.substring(space + 1);
    return ratio(results, PAUSES, mode + " snapshot", mode + " alone", threads, Sample::rate);
  }

  /** The median, over the rounds with a label, of the ratio of a figure of two series. */
  private static double ratio(
      DurableResults results,
      String file,
      String dividend,
      String divisor,
      int threads,
      ToDoubleFunction<Sample> figure) {
    Series over = results.series(file, dividend, threads).orElse(null);
    Series under = results.series(file, divisor, threads).orElse(null);
    return over == null || under == null
        ? Double.NaN
        : over.ratio(results.label(), figure, under).median();
  }

  /** Measured in a fresh JVM. */
  private static double replayed(DurableResults results) {
    return results
        .opening(OPENING)
        .map(file -> file.fromJournal().getFirst().recordsPerSecond())
        .orElse(Double.NaN);
  }

  /** Measured in a fresh JVM. */
  private static double checkpointSeconds(DurableResults results) {
    return results
        .opening(OPENING)
        .map(OpeningFile::fromCheckpoint)
        .map(opened -> (opened.getFirst().storeNanos() + opened.getFirst().mapNanos()) / 1e9)
        .orElse(Double.NaN);
  }

  private static double heapMebibytes(DurableResults results) {
    return results.large(LARGE).map(file -> file.heap().limit() / MEBI).orElse(Double.NaN);
  }

  private static double overPlain(DurableResults results) {
    return results
        .large(LARGE)
        .map(file -> file.worked().getsOverPlain().median())
        .orElse(Double.NaN);
  }

  /** Measured in a fresh JVM. */
  private static double reopeningSeconds(DurableResults results) {
    return results
        .large(LARGE)
        .map(file -> file.reopened().firstGetNanos() / 1e9)
        .orElse(Double.NaN);
  }
}
