package io.isolde.checks.history;

import java.util.List;

/**
 * An anomaly found in a history.
 *
 * @param told what happened, in sentences
 * @param involved the attempts in which it happened
 */
record Violation(Anomaly anomaly, String told, List<AttemptRecord> involved) {}
