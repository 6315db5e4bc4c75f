package io.isolde.benchmarks.sharing;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.isolde.benchmarks.harness.ping.Label;
import io.isolde.benchmarks.harness.ping.Pings;
import io.isolde.benchmarks.harness.rounds.Quartiles;
import io.isolde.examples.sharing.Promise;
import io.isolde.examples.sharing.StrategyFactory;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * The measurements of all rounds of one strategy.
 *
 * <p>Immutable.
 *
 * @param strategy what the user calls it, a way of sharing
 * @param title what it is, in a few words
 * @param promise what it promises
 * @param ordersPerSecond for each round
 * @param latency how long orders took
 * @param orders how many orders ended, with any outcome
 * @param paidBack how many of them had to be paid back
 * @param conflicts how many attempts were lost to conflicts
 * @param overdueAudits how many audits were due at the end of a round, and were not made
 * @param lost how much money was missing at the end, over the rounds that lost some
 * @param created how much money there was in excess, over the other rounds
 * @param threadsLeft how many threads were still alive after the strategy was closed
 * @param slowerShares the share of the orders that the slowest writer carried out, for each round;
 *     empty in older results
 * @param pings the pings around each round; empty in older results, and if there was but one thread
 */
public record Row(
    @JsonProperty("way") String strategy,
    String title,
    Promise promise,
    List<Double> ordersPerSecond,
    Latency latency,
    long orders,
    long paidBack,
    long conflicts,
    long audits,
    long inconsistentAudits,
    long overdueAudits,
    long lost,
    long created,
    long threadsLeft,
    List<Double> slowerShares,
    List<Pings> pings) {
  public Row {
    slowerShares = Objects.requireNonNullElse(slowerShares, List.of());
    pings = Objects.requireNonNullElse(pings, List.of());
  }

  /**
   * Percentiles, in nanoseconds.
   *
   * @param p999 the latency that one order in a thousand exceeded
   */
  public record Latency(long p50, long p99, long p999, long max) {
    static Latency of(Histogram latencies) {
      return new Latency(
          latencies.getValueAtPercentile(50),
          latencies.getValueAtPercentile(99),
          latencies.getValueAtPercentile(99.9),
          latencies.getMaxValue());
    }
  }

  static Row of(StrategyFactory strategy, List<RoundResult> rounds) {
    return new Row(
        strategy.name(),
        strategy.title(),
        rounds.getFirst().promise(),
        rounds.stream().map(RoundResult::ordersPerSecond).toList(),
        latency(rounds),
        sum(rounds, round -> round.tally().orders()),
        sum(rounds, round -> round.tally().paidBack()),
        sum(rounds, round -> round.tally().conflicts()),
        sum(rounds, RoundResult::audits),
        sum(rounds, RoundResult::inconsistentAudits),
        sum(rounds, RoundResult::overdueAudits),
        sum(rounds, round -> Math.max(0, -round.difference())),
        sum(rounds, round -> Math.max(0, round.difference())),
        sum(rounds, RoundResult::threadsLeft),
        rounds.stream().map(RoundResult::slowerShare).toList(),
        rounds.stream().map(RoundResult::pings).filter(Objects::nonNull).toList());
  }

  private static Latency latency(List<RoundResult> rounds) {
    Histogram all = new Histogram(Writer.DIGITS);
    rounds.forEach(round -> all.add(round.latencies()));
    return Latency.of(all);
  }

  private static long sum(List<RoundResult> rounds, ToLongFunction<RoundResult> figure) {
    return rounds.stream().mapToLong(figure).sum();
  }

  /** How many orders per second there were in the median round. */
  double throughput() {
    return Quartiles.of(ordersPerSecond).orElseThrow().median();
  }

  /** The same in the rounds with that label; not a number if there are none. */
  double throughput(Label label) {
    List<Double> rates =
        IntStream.range(0, ordersPerSecond.size())
            .filter(round -> label(round) == label)
            .mapToObj(ordersPerSecond::get)
            .toList();
    return Quartiles.of(rates).map(Quartiles::median).orElse(Double.NaN);
  }

  /** The labels of its rounds, but for those in which the processors were moved. */
  List<Label> labels() {
    return IntStream.range(0, ordersPerSecond.size())
        .mapToObj(this::label)
        .filter(Label::isComparable)
        .distinct()
        .sorted()
        .toList();
  }

  private Label label(int round) {
    return pings.isEmpty() ? Label.NONE : pings.get(round).label();
  }

  /** The share of the slower writer in the round in which it was least. */
  double leastSlowerShare() {
    return slowerShares.stream().mapToDouble(share -> share).min().orElse(Double.NaN);
  }

  /** Whether no audit was wrong and no money was lost or created. */
  boolean isRight() {
    return inconsistentAudits == 0 && isRightAtRest();
  }

  private boolean isRightAtRest() {
    return lost == 0 && created == 0;
  }

  /** Whether no measurement breaks the promise. */
  boolean keepsPromise() {
    return switch (promise) {
      case NONE -> true;
      case AT_REST -> isRightAtRest();
      case ALWAYS -> isRight();
    };
  }

  /** Whether it promises that the books are always right, and they were. */
  boolean isReliable() {
    return promise == Promise.ALWAYS && isRight();
  }
}
