package io.isolde.checks.history;

import java.util.Arrays;
import java.util.List;

/**
 * The edges of real time: an attempt that ended before another began comes before it. A chain of
 * instants stands for the many edges between all such pairs.
 */
final class RealTimeEdges {
  private final List<AttemptRecord> attempts;
  private final Graph graph;
  private final Integer[] byBegin;
  private final Integer[] byEnd;

  private RealTimeEdges(List<AttemptRecord> attempts, Graph graph) {
    this.attempts = attempts;
    this.graph = graph;
    this.byBegin = numbers();
    this.byEnd = numbers();
    Arrays.sort(byBegin, (a, b) -> Long.compare(begin(a), begin(b)));
    Arrays.sort(byEnd, (a, b) -> Long.compare(end(a), end(b)));
  }

  static void addTo(Graph graph, List<AttemptRecord> attempts) {
    new RealTimeEdges(attempts, graph).add();
  }

  private Integer[] numbers() {
    Integer[] numbers = new Integer[attempts.size()];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }

  private long begin(int attempt) {
    return attempts.get(attempt).begin();
  }

  private long end(int attempt) {
    return attempts.get(attempt).end();
  }

  private void add() {
    int instant = graph.addInstant();
    int ended = 0;
    for (int began : byBegin) {
      int endedThen = endedBefore(began, ended);
      if (endedThen > ended) {
        instant = addInstant(instant, ended, endedThen);
        ended = endedThen;
      }
      graph.addRealTime(instant, began);
    }
  }

  /** How many attempts had ended when {@code began} began; at least {@code atLeast} of them had. */
  private int endedBefore(int began, int atLeast) {
    int ended = atLeast;
    while (ended < byEnd.length && end(byEnd[ended]) < begin(began)) {
      ended++;
    }
    return ended;
  }

  /**
   * Adds an instant after {@code earlier} and after some of the attempts, which are numbered in
   * order of their end.
   */
  private int addInstant(int earlier, int from, int to) {
    int instant = graph.addInstant();
    graph.addRealTime(earlier, instant);
    for (int i = from; i < to; i++) {
      graph.addRealTime(byEnd[i], instant);
    }
    return instant;
  }
}
