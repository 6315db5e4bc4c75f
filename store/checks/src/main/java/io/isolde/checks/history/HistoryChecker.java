package io.isolde.checks.history;

import io.isolde.checks.history.ShortestCycle.Link;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Decides whether a history is strictly serialisable and opaque. It is if all its attempts,
 * including those that were lost or given up, can be put in one order, consistent with real time,
 * in which each of them saw exactly the effects of the committed attempts before it.
 *
 * <p>Takes time in proportion to the size of the history, about a second for 100 000 transactions.
 */
public final class HistoryChecker {
  /*
   * Idea. Every value is unique and says which value it replaced (or, in a sum, which summands are
   * in it). So what an attempt was given shows which attempts came before it and which after. These
   * are the edges of a graph; the history is right iff the graph has no cycle. An attempt that did
   * not commit is in the graph as one that only reads.
   *
   * Invariants of a right history:
   *  H1  Every value that an attempt was given is the key's first, or was left in the key by a
   *      committed attempt.                                             DIRTY_READ, UNKNOWN_VALUE
   *  H2  An attempt sees its own writes, except those of nested blocks that were rolled back, and
   *      is never given two different values of one key.                CONTRADICTION
   *  H3  Every committed value was replaced by at most one other.       LOST_UPDATE
   *  H4  The committed attempts can be ordered so that each reads from the last that wrote.
   *                                        INTERMEDIATE_READ, READ_SKEW, WRITE_SKEW, CIRCULAR_FLOW
   *  H5  In that order, no attempt comes after one that began after it had ended.
   *                                                                     AGAINST_REAL_TIME
   *  H6  The others can be put into the same order, as if they had only read.         DOOMED_READ
   *
   * A committed value that is lost breaks H5 as soon as somebody reads the key afterwards; so a
   * run ends with an attempt that reads every key.
   *
   * Blind spots. The checker cannot tell whether a value that nobody read was right. That a sum was
   * found large says nothing if several attempts have added that much. The caller
   * takes the times, before and after each attempt: a violation of real time in between goes
   * unnoticed. The checker does not decide liveness: whether an attempt is ever made, or woken.
   *
   * Sources. [1] Adya, Weak consistency (1999). [2] Kingsbury, Alvaro, Elle (VLDB 2020): unique
   * values, real-time edges through a chain of instants. [3] Guerraoui, Kapałka, On the correctness
   * of transactional memory (PPoPP 2008): opacity.
   */
  private static final int VIOLATIONS_MAX = 3;

  private final List<AttemptRecord> attempts;
  private final Graph graph;
  private final List<Violation> violations = new ArrayList<>();

  private HistoryChecker(History history) {
    this.attempts = history.attempts().stream().filter(HistoryChecker::matters).toList();
    this.graph = new Graph(attempts.size());
  }

  private static boolean matters(AttemptRecord attempt) {
    return attempt.isCommitted()
        || !attempt.reads().isEmpty()
        || !attempt.comparisons().isEmpty()
        || !attempt.writes().isEmpty();
  }

  /** The anomalies of {@code history}, described as stories; empty if the history is right. */
  public static List<Violation> check(History history) {
    HistoryChecker checker = new HistoryChecker(history);
    checker.findContradictions();
    checker.addEdges();
    checker.findCycles();
    return checker.violations;
  }

  /** Fails with the stories if {@code history} is not right. */
  public static void requireRight(History history) {
    List<Violation> found = check(history);
    if (!found.isEmpty()) {
      throw new AssertionError(Story.of(history, found));
    }
  }

  private void findContradictions() {
    for (AttemptRecord attempt : attempts) {
      String contradiction = attempt.contradiction();
      if (contradiction != null) {
        String told = attempt.name() + " " + contradiction;
        violations.add(new Violation(Anomaly.CONTRADICTION, told, List.of(attempt)));
      }
    }
  }

  private void addEdges() {
    RealTimeEdges.addTo(graph, attempts);
    new SumEdges(attempts, graph, violations).add();
    new ChainEdges(attempts, graph, violations).add();
  }

  private void findCycles() {
    for (int[] component : Components.cyclic(graph)) {
      if (violations.size() >= VIOLATIONS_MAX) {
        return;
      }
      violations.add(cycle(component));
    }
  }

  /** A cycle of committed attempts if there is one, otherwise one that includes other attempts. */
  private Violation cycle(int[] component) {
    BitSet nodes = new BitSet();
    Arrays.stream(component).forEach(nodes::set);
    List<Link> links =
        ShortestCycle.within(graph, component, node -> nodes.get(node) && isSerialised(node));
    if (links.isEmpty()) {
      links = ShortestCycle.within(graph, component, nodes::get);
    }
    return CycleStory.tell(links, attempts);
  }

  private boolean isSerialised(int node) {
    return !graph.isAttempt(node) || attempts.get(node).isCommitted();
  }
}
