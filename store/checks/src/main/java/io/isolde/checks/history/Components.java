package io.isolde.checks.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The strongly connected components of a graph that have more than one node: those with cycles.
 *
 * <p>Tarjan, Depth-first search and linear graph algorithms (1972), with an explicit stack instead
 * of recursion.
 */
final class Components {
  private static final int UNSEEN = 0;

  private final Graph graph;

  /** The order in which nodes were reached, from 1. */
  private final int[] order;

  /** The earliest node on the stack that is known to be reachable from each node. */
  private final int[] low;

  /** The next edge to follow from each node. */
  private final @Nullable Edge[] next;

  private final boolean[] open;
  private final IntStack path = new IntStack();
  private final IntStack stack = new IntStack();
  private final List<int[]> found = new ArrayList<>();
  private int reached;

  private Components(Graph graph) {
    this.graph = graph;
    this.order = new int[graph.nodes()];
    this.low = new int[graph.nodes()];
    this.next = new Edge[graph.nodes()];
    this.open = new boolean[graph.nodes()];
  }

  /** The components with cycles, smallest first. */
  static List<int[]> cyclic(Graph graph) {
    Components components = new Components(graph);
    for (int node = 0; node < graph.nodes(); node++) {
      if (components.order[node] == UNSEEN) {
        components.search(node);
      }
    }
    components.found.sort((a, b) -> Integer.compare(a.length, b.length));
    return components.found;
  }

  private void search(int root) {
    reach(root);
    while (!path.isEmpty()) {
      int node = path.top();
      Edge edge = next[node];
      if (edge != null) {
        next[node] = edge.next;
        follow(node, edge.to);
      } else {
        path.pop();
        finish(node);
      }
    }
  }

  private void reach(int node) {
    order[node] = ++reached;
    low[node] = reached;
    next[node] = graph.edges(node);
    open[node] = true;
    stack.push(node);
    path.push(node);
  }

  private void follow(int node, int to) {
    if (order[to] == UNSEEN) {
      reach(to);
    } else if (open[to]) {
      low[node] = Math.min(low[node], order[to]);
    }
  }

  private void finish(int node) {
    if (low[node] == order[node]) {
      close(node);
    }
    if (!path.isEmpty()) {
      low[path.top()] = Math.min(low[path.top()], low[node]);
    }
  }

  private void close(int root) {
    int first = stack.indexOf(root);
    int[] component = stack.popFrom(first);
    for (int node : component) {
      open[node] = false;
    }
    if (component.length > 1) {
      found.add(component);
    }
  }

  /** A stack of ints. */
  private static final class IntStack {
    private int[] items = new int[64];
    private int size;

    boolean isEmpty() {
      return size == 0;
    }

    void push(int item) {
      if (size == items.length) {
        items = Arrays.copyOf(items, 2 * size);
      }
      items[size++] = item;
    }

    int top() {
      return items[size - 1];
    }

    void pop() {
      size--;
    }

    int indexOf(int item) {
      int i = size - 1;
      while (items[i] != item) {
        i--;
      }
      return i;
    }

    int[] popFrom(int first) {
      int[] popped = Arrays.copyOfRange(items, first, size);
      size = first;
      return popped;
    }
  }
}
