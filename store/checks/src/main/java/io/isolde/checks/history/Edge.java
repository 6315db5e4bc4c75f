package io.isolde.checks.history;

import org.jspecify.annotations.Nullable;

/**
 * The fact that one attempt must have come before another, and the reason. Each edge is a link in
 * the list of its node.
 */
final class Edge {
  /** Why one attempt must come before another. */
  enum Kind {
    /** The second read what the first wrote. */
    READ_FROM("%2$s read %3$s = %4$d, which %1$s wrote"),
    /** The first read what the second replaced. */
    REPLACED_LATER("%1$s read %3$s = %4$d, which %2$s replaced by %5$d"),
    /** The second replaced what the first wrote. */
    BUILT_UPON("%2$s built %3$s = %5$d upon %4$d, which %1$s wrote"),
    /** Both replaced the same value, so each comes before the other. */
    BOTH_REPLACED("%1$s and %2$s both replaced %3$s = %4$d, the latter by %5$d"),
    /** The second read a sum that includes the first's summand. */
    SUMMAND_SEEN("%2$s read %3$s = %4$d, in which %1$s had added %5$d"),
    /** The first read a sum that lacks the second's summand. */
    SUMMAND_MISSED("%1$s read %3$s = %4$d, which lacks the %5$d that %2$s added"),
    /** The second found a sum at least as large as the summand that only the first had added. */
    LARGE_SUMMAND_FOUND("%2$s found %3$s ≥ %4$d, to which %1$s had added %5$d"),
    /** The first found a sum smaller than the second's summand. */
    LARGE_SUMMAND_MISSED("%1$s found %3$s < %4$d, to which %2$s added %5$d"),
    /** The first had ended before the second began. */
    REAL_TIME("%1$s had ended before %2$s began");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    /** Whether the first attempt missed what the second did, and so must come before it. */
    boolean isMissed() {
      return this == REPLACED_LATER
          || this == SUMMAND_MISSED
          || this == LARGE_SUMMAND_MISSED
          || this == BOTH_REPLACED;
    }
  }

  final Kind kind;
  final int to;
  final @Nullable Edge next;
  private final @Nullable Key key;
  private final long value;
  private final long other;

  Edge(Kind kind, int to, @Nullable Key key, long value, long other, @Nullable Edge next) {
    this.kind = kind;
    this.to = to;
    this.key = key;
    this.value = value;
    this.other = other;
    this.next = next;
  }

  @Nullable Key key() {
    return key;
  }

  String explain(String first, String second) {
    return String.format(kind.sentence, first, second, key, value, other);
  }
}
