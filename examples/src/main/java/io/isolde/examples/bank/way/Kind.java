package io.isolde.examples.bank.way;

import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.util.List;
import java.util.Map;

/**
 * A kind of way, and how to open one.
 *
 * <p>Immutable.
 *
 * @param name what the user calls it: a word, or the URI of a store
 * @param title what it is, in a few words
 */
public record Kind(String name, String title, Opener opener) {
  /** All kinds that can be compared, from the least careful onwards. */
  public static final List<Kind> ALL =
      List.of(
          new Kind("unsynchronised", "plain fields", UnsynchronisedWay::new),
          new Kind("cas", "single keys, compare-and-set", CompareAndSetWay::new),
          new Kind("agents:", "one owner per account", stores("agents:")),
          new Kind("agent:", "one owner for everything", stores("agent:")),
          new Kind("lock:", "one global lock", stores("lock:")),
          new Kind("multiverse:", "Multiverse's transactions", stores("multiverse:")),
          new Kind("stm:", "transactions", stores("stm:")));

  /** Opens ways of one kind. */
  @FunctionalInterface
  public interface Opener {
    /**
     * Opens a way with those accounts.
     *
     * @param body what every transfer does between reading and writing
     */
    Way open(Map<String, Account> opening, Runnable body);
  }

  /**
   * The kind of that name.
   *
   * @param name one of those in {@link #ALL}, or the URI of any store
   * @throws IllegalArgumentException when it is neither
   */
  public static Kind of(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseGet(() -> ofStore(name));
  }

  private static Kind ofStore(String uri) {
    if (!uri.contains(":")) {
      throw new IllegalArgumentException(
          "there is no way '%s'; there are %s, and any store URI"
              .formatted(uri, String.join(", ", ALL.stream().map(Kind::name).toList())));
    }
    return new Kind(uri, "store", stores(uri));
  }

  private static Opener stores(String uri) {
    return (opening, body) -> {
      Store store = Store.open(uri);
      try {
        return way(store, opening, body);
      } catch (RuntimeException | Error e) {
        store.close();
        throw e;
      }
    };
  }

  private static Way way(Store store, Map<String, Account> opening, Runnable body) {
    return store.capabilities().contains(Capability.ATOMIC_OVER_KEYS)
        ? new StoreWay(store, opening, body)
        : new OwnersWay(store, opening, body);
  }

  /**
   * Opens a way of this kind with those accounts.
   *
   * @param body what every transfer does between reading and writing; may run more than once
   * @throws IllegalArgumentException when it is a store for which there is no backend
   */
  public Way open(Map<String, Account> opening, Runnable body) {
    return opener.open(opening, body);
  }
}
