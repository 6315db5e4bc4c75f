package io.isolde.stm.history;

import java.util.List;

/**
 * An anomaly found in a history.
 *
 * @param told what happened, in sentences
 * @param involved the attempts that it happened to
 */
record Violation(Anomaly anomaly, String told, List<AttemptRecord> involved) {}
