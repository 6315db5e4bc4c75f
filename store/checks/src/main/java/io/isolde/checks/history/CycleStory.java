package io.isolde.checks.history;

import io.isolde.checks.history.Edge.Kind;
import io.isolde.checks.history.ShortestCycle.Link;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Describes a cycle of the graph in readable sentences. */
final class CycleStory {
  private final List<Link> links;
  private final List<AttemptRecord> attempts;

  private CycleStory(List<Link> links, List<AttemptRecord> attempts) {
    this.links = links;
    this.attempts = attempts;
  }

  static Violation tell(List<Link> links, List<AttemptRecord> attempts) {
    CycleStory story = new CycleStory(links, attempts);
    List<AttemptRecord> involved = links.stream().map(link -> attempts.get(link.from())).toList();
    return new Violation(story.anomaly(involved), story.sentences(), involved);
  }

  private String sentences() {
    return links.stream().map(this::sentence).collect(Collectors.joining("\n"));
  }

  private String sentence(Link link) {
    String first = attempts.get(link.from()).name();
    String second = attempts.get(link.to()).name();
    return first + " came before " + second + ": " + link.edge().explain(first, second) + ".";
  }

  private Anomaly anomaly(List<AttemptRecord> involved) {
    if (!involved.stream().allMatch(AttemptRecord::isCommitted)) {
      return Anomaly.DOOMED_READ;
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    links.forEach(link -> kinds.add(link.edge().kind));
    if (kinds.contains(Kind.REAL_TIME)) {
      return Anomaly.AGAINST_REAL_TIME;
    }
    return kinds.contains(Kind.BOTH_REPLACED) ? Anomaly.LOST_UPDATE : skew(kinds);
  }

  private Anomaly skew(Set<Kind> kinds) {
    if (isWithinOneKey() && kinds.contains(Kind.READ_FROM)) {
      return Anomaly.INTERMEDIATE_READ;
    }
    long missed = links.stream().filter(link -> link.edge().kind.isMissed()).count();
    return missed == 0
        ? Anomaly.CIRCULAR_FLOW
        : missed == 1 ? Anomaly.READ_SKEW : Anomaly.WRITE_SKEW;
  }

  private boolean isWithinOneKey() {
    return links.stream().map(link -> link.edge().key()).distinct().count() == 1;
  }
}
