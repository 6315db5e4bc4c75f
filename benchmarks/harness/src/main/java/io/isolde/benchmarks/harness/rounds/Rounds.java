package io.isolde.benchmarks.harness.rounds;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * How long to measure: in each round all variants work in turn, so that noise affects all alike.
 * Immutable.
 *
 * @param warmups rounds that do not count
 * @param count rounds that count
 * @param millis how long each variant works in a round
 */
public record Rounds(int warmups, int count, long millis) {
  /**
   * Runs the variants.
   *
   * @return for each variant, its samples of the rounds that count
   * @throws Exception what a variant threw, which ends the run
   */
  public <S> List<List<S>> run(List<? extends Variant<? extends S>> variants) throws Exception {
    List<List<S>> samples = new ArrayList<>();
    variants.forEach(variant -> samples.add(new ArrayList<>()));
    for (int round = 0; round < warmups + count; round++) {
      for (int i = 0; i < variants.size(); i++) {
        int turn = turn(round, i, variants.size());
        S sample = variants.get(turn).run(millis * 1_000_000);
        if (round >= warmups) {
          samples.get(turn).add(sample);
        }
      }
    }
    return samples;
  }

  /**
   * Which variant comes next: every second round runs backwards, and after two rounds another one
   * begins, so that a trend affects all alike, and none profits from what runs before it.
   */
  private static int turn(int round, int place, int variants) {
    int forwards = round % 2 == 0 ? place : variants - 1 - place;
    return (forwards + round / 2) % variants;
  }

  /**
   * Runs workloads, and sums up what each did. If one of them has several threads, all of them run
   * between pings.
   *
   * @param right tells, when all rounds are over, whether what a workload worked on is as it should
   *     be
   */
  public List<Series> series(List<Workload> workloads, Predicate<Workload> right) throws Exception {
    boolean pinged = workloads.stream().anyMatch(Workload::isMultiThreaded);
    List<List<Sample>> samples =
        pinged ? run(workloads.stream().map(Workload::pinged).toList()) : run(workloads);
    return IntStream.range(0, workloads.size())
        .mapToObj(i -> Series.of(workloads.get(i), right.test(workloads.get(i)), samples.get(i)))
        .toList();
  }
}
