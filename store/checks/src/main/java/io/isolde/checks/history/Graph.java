package io.isolde.checks.history;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The graph of what must have come before what. The first nodes are attempts; further nodes are
 * instants. Edges lead from the end of an attempt to an instant, and from an instant to the
 * beginning of an attempt.
 */
final class Graph {
  private final int attempts;
  private @Nullable Edge[] edges;
  private int nodes;

  Graph(int attempts) {
    this.attempts = attempts;
    this.nodes = attempts;
    this.edges = new Edge[Math.max(16, 2 * attempts)];
  }

  int nodes() {
    return nodes;
  }

  boolean isAttempt(int node) {
    return node < attempts;
  }

  int addInstant() {
    if (nodes == edges.length) {
      edges = Arrays.copyOf(edges, 2 * nodes);
    }
    return nodes++;
  }

  /** Adds an edge, unless it leads from an attempt to itself. */
  void add(Edge.Kind kind, int from, int to, Key key, long value, long other) {
    if (from != to) {
      edges[from] = new Edge(kind, to, key, value, other, edges[from]);
    }
  }

  void addRealTime(int from, int to) {
    edges[from] = new Edge(Edge.Kind.REAL_TIME, to, null, 0, 0, edges[from]);
  }

  /** The edge added last from {@code node}; the node's other edges follow it in the list. */
  @Nullable Edge edges(int node) {
    return edges[node];
  }
}
