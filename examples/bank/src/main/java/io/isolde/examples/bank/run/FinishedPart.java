package io.isolde.examples.bank.run;

/**
 * A part of a file that was applied to its end.
 *
 * <p>Immutable.
 */
public record FinishedPart(Part part, Totals totals) {}
