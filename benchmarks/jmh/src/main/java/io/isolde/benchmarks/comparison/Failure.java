package io.isolde.benchmarks.comparison;

/**
 * A comparison that did not end.
 *
 * @param name the comparison
 * @param peer whose row it is
 * @param reason what happened instead
 */
public record Failure(String name, String peer, String reason) implements Ending {}
