package io.isolde.examples.sharing;

import java.util.Map;

/**
 * Opens one of the {@link SharingStrategies}, each time with accounts of its own.
 *
 * <p>Immutable.
 *
 * @param name what the user calls the strategy: a word, or the URI of a store
 * @param title what the strategy is, in a few words
 */
public record StrategyFactory(String name, String title, Opener opener) {

  /** Opens a strategy. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens the strategy with those accounts.
     *
     * @param body what every transfer does between reading and writing
     */
    SharingStrategy open(Map<String, Account> opening, Runnable body);
  }

  /**
   * Opens the strategy with those accounts.
   *
   * @param body what every transfer does between reading and writing; may run more than once
   * @throws IllegalArgumentException when it is a store for which there is no backend
   */
  public SharingStrategy open(Map<String, Account> opening, Runnable body) {
    return opener.open(opening, body);
  }
}
