package io.isolde.checks.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The search for a cycle through as few attempts as possible within a component. Steps between
 * instants cost nothing.
 */
final class ShortestCycle {
  /** An edge with the attempt that it leads from; instants in between are left out. */
  record Link(int from, int to, Edge edge) {}

  /** How a node was reached. */
  private record Arrival(int from, Edge edge) {}

  /** Start nodes to try: a component may have thousands. */
  private static final int STARTS_MAX = 200;

  private final Graph graph;
  private final IntPredicate allowed;

  private ShortestCycle(Graph graph, IntPredicate allowed) {
    this.graph = graph;
    this.allowed = allowed;
  }

  /** The links of the cycle in order; empty if there is none through allowed nodes only. */
  static List<Link> within(Graph graph, int[] component, IntPredicate allowed) {
    ShortestCycle search = new ShortestCycle(graph, allowed);
    List<Link> shortest = List.of();
    int starts = 0;
    for (int node : component) {
      if (graph.isAttempt(node) && allowed.test(node) && starts++ < STARTS_MAX) {
        List<Link> cycle = search.through(node);
        if (!cycle.isEmpty() && (shortest.isEmpty() || cycle.size() < shortest.size())) {
          shortest = cycle;
        }
      }
    }
    return shortest;
  }

  private List<Link> through(int start) {
    Map<Integer, Arrival> arrivals = new HashMap<>();
    Deque<Integer> frontier = new ArrayDeque<>(List.of(start));
    while (!frontier.isEmpty() && !arrivals.containsKey(start)) {
      expand(frontier.poll(), arrivals, frontier);
    }
    return arrivals.containsKey(start) ? links(start, arrivals) : List.of();
  }

  private void expand(int node, Map<Integer, Arrival> arrivals, Deque<Integer> frontier) {
    for (Edge edge = graph.edges(node); edge != null; edge = edge.next) {
      if (allowed.test(edge.to) && !arrivals.containsKey(edge.to)) {
        arrivals.put(edge.to, new Arrival(node, edge));
        if (graph.isAttempt(edge.to)) {
          frontier.addLast(edge.to);
        } else {
          frontier.addFirst(edge.to);
        }
      }
    }
  }

  private List<Link> links(int start, Map<Integer, Arrival> arrivals) {
    List<Link> links = new ArrayList<>();
    int to = start;
    do {
      Link link = lastLink(to, arrivals);
      links.add(0, link);
      to = link.from;
    } while (to != start);
    return links;
  }

  private Link lastLink(int to, Map<Integer, Arrival> arrivals) {
    Arrival arrival = arrivals.get(to);
    int from = arrival.from;
    while (!graph.isAttempt(from)) {
      from = arrivals.get(from).from;
    }
    return new Link(from, to, arrival.edge);
  }
}
