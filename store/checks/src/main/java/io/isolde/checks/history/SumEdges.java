package io.isolde.checks.history;

import io.isolde.checks.history.AttemptRecord.Comparison;
import io.isolde.checks.history.AttemptRecord.Read;
import io.isolde.checks.history.Edge.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The edges that follow from the values of sums, which show who had added and who had not. In a
 * correct history, of any two sets of summands that were seen, one contains the other, so only
 * neighbours need edges; otherwise all of them get edges.
 */
final class SumEdges {
  /** An attempt that saw {@code sum}. */
  private record Observation(int reader, long sum) {}

  /**
   * The next smaller and next larger sum that was seen: edges to the summands in between suffice.
   */
  private record Bounds(long below, long above) {}

  /** An attempt that compared a sum. */
  private record Asked(int asker, Comparison answer) {}

  /** What is known of one key. */
  private static final class Sum {
    final Map<Long, Integer> writers = new HashMap<>();
    final List<Observation> observations = new ArrayList<>();
    final List<Asked> asked = new ArrayList<>();
    long added;
  }

  private final List<AttemptRecord> attempts;
  private final Graph graph;
  private final List<Violation> violations;
  private final Map<Key, Sum> sums = new HashMap<>();

  SumEdges(List<AttemptRecord> attempts, Graph graph, List<Violation> violations) {
    this.attempts = attempts;
    this.graph = graph;
    this.violations = violations;
  }

  void add() {
    for (int i = 0; i < attempts.size(); i++) {
      collect(i, attempts.get(i));
      collectComparisons(i, attempts.get(i));
    }
    sums.forEach(this::add);
  }

  private void collect(int number, AttemptRecord attempt) {
    for (Write write : attempt.writes()) {
      if (write.key.isSum() && attempt.hasEffect(write)) {
        Sum sum = sum(write.key);
        sum.writers.put(write.value, number);
        sum.added |= write.value;
      }
    }
    for (Read read : attempt.reads()) {
      if (read.key().isSum()) {
        sum(read.key()).observations.add(new Observation(number, read.value()));
      }
    }
  }

  private void collectComparisons(int number, AttemptRecord attempt) {
    for (Comparison comparison : attempt.comparisons()) {
      sum(comparison.key()).asked.add(new Asked(number, comparison));
    }
  }

  private Sum sum(Key key) {
    return sums.computeIfAbsent(key, k -> new Sum());
  }

  private void add(Key key, Sum sum) {
    Map<Long, Bounds> bounds = bounds(sum);
    for (Observation observation : sum.observations) {
      if ((observation.sum & ~sum.added) != 0) {
        violations.add(unknown(key, sum, observation));
      }
      addEdges(key, sum, observation, bounds.get(observation.sum));
    }
    sum.asked.forEach(asked -> addEdges(sum, asked));
  }

  private Violation unknown(Key key, Sum sum, Observation observation) {
    AttemptRecord record = attempts.get(observation.reader);
    long excess = observation.sum & ~sum.added;
    String what =
        " read " + key + " = " + observation.sum + ", but nobody has added " + excess + ".";
    return new Violation(Anomaly.DIRTY_READ, record.name() + what, List.of(record));
  }

  private static Map<Long, Bounds> bounds(Sum sum) {
    List<Long> seen =
        new ArrayList<>(new TreeSet<>(sum.observations.stream().map(Observation::sum).toList()));
    seen.sort(Comparator.comparingInt(Long::bitCount));
    Map<Long, Bounds> bounds = new HashMap<>();
    boolean nested = isNested(seen);
    for (int i = 0; i < seen.size(); i++) {
      long below = nested && i > 0 ? seen.get(i - 1) : 0;
      long above = nested && i + 1 < seen.size() ? seen.get(i + 1) : sum.added;
      bounds.put(seen.get(i), new Bounds(below, above));
    }
    return bounds;
  }

  private static boolean isNested(List<Long> seen) {
    for (int i = 1; i < seen.size(); i++) {
      if ((seen.get(i - 1) & ~seen.get(i)) != 0) {
        return false;
      }
    }
    return true;
  }

  private void addEdges(Key key, Sum sum, Observation observation, Bounds bounds) {
    sum.writers.forEach(
        (summand, writer) -> {
          if ((summand & observation.sum & ~bounds.below) != 0) {
            graph.add(Kind.SUMMAND_SEEN, writer, observation.reader, key, observation.sum, summand);
          } else if ((summand & ~observation.sum & bounds.above) != 0) {
            graph.add(
                Kind.SUMMAND_MISSED, observation.reader, writer, key, observation.sum, summand);
          }
        });
  }

  /** A sum is at least a power of two if one of the summands is. */
  private void addEdges(Sum sum, Asked asked) {
    List<Long> large = largeSummandsOfOthers(sum, asked);
    if (!asked.answer.isAtLeast()) {
      large.forEach(summand -> addEdge(Kind.LARGE_SUMMAND_MISSED, sum, asked, summand));
    } else if (large.size() == 1) {
      addEdge(Kind.LARGE_SUMMAND_FOUND, sum, asked, large.getFirst());
    } else if (large.isEmpty()) {
      violations.add(unfounded(asked));
    }
  }

  private static List<Long> largeSummandsOfOthers(Sum sum, Asked asked) {
    return sum.writers.entrySet().stream()
        .filter(added -> added.getKey() >= asked.answer.bound() && added.getValue() != asked.asker)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void addEdge(Kind kind, Sum sum, Asked asked, long summand) {
    int writer = sum.writers.getOrDefault(summand, asked.asker);
    boolean found = asked.answer.isAtLeast();
    graph.add(
        kind,
        found ? writer : asked.asker,
        found ? asked.asker : writer,
        asked.answer.key(),
        asked.answer.bound(),
        summand);
  }

  private Violation unfounded(Asked asked) {
    AttemptRecord record = attempts.get(asked.asker);
    String what = record.name() + " " + asked.answer + ", but nobody has added that much.";
    return new Violation(Anomaly.DIRTY_READ, what, List.of(record));
  }
}
