package io.isolde.checks.history;

import java.util.List;
import java.util.stream.Collectors;

/** The message of a failed test. */
final class Story {
  private static final int TOLD_MAX = 3;

  private Story() {}

  static String of(History history, List<Violation> violations) {
    return violations.stream()
        .limit(TOLD_MAX)
        .map(violation -> tell(history, violation))
        .collect(Collectors.joining("\n\n", "\n", "\n\nTo run it again: " + history.origin()));
  }

  private static String tell(History history, Violation violation) {
    long origin = history.firstTime();
    return violation.involved().stream()
        .map(attempt -> "  " + attempt.describe(origin))
        .collect(Collectors.joining("\n", heading(violation) + "\n", ""));
  }

  private static String heading(Violation violation) {
    Anomaly anomaly = violation.anomaly();
    return anomaly + ": " + anomaly.meaning() + "\n" + violation.told();
  }
}
