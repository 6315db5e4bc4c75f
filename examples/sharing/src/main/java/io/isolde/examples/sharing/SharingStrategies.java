package io.isolde.examples.sharing;

import io.isolde.examples.sharing.StrategyFactory.Opener;
import io.isolde.store.Capability;
import io.isolde.store.Store;
import java.util.List;
import java.util.Map;

/** The strategies that can be compared, by the names that the user gives them. */
public final class SharingStrategies {
  /** All that have a name of their own, from the least careful onwards. */
  public static final List<StrategyFactory> ALL =
      List.of(
          new StrategyFactory("unsynchronised", "plain fields", UnsynchronisedStrategy::new),
          new StrategyFactory("cas", "single keys, compare-and-set", CompareAndSetStrategy::new),
          new StrategyFactory("agents:", "one owner per account", stores("agents:")),
          new StrategyFactory("agent:", "one owner for everything", stores("agent:")),
          new StrategyFactory("lock:", "one global lock", stores("lock:")),
          new StrategyFactory("multiverse:", "Multiverse's transactions", stores("multiverse:")),
          new StrategyFactory("stm:", "transactions", stores("stm:")));

  private SharingStrategies() {}

  /**
   * The strategy of that name.
   *
   * @param name one of those in {@link #ALL}, or the URI of any store
   * @throws IllegalArgumentException when it is neither
   */
  public static StrategyFactory named(String name) {
    return ALL.stream()
        .filter(strategy -> strategy.name().equals(name))
        .findFirst()
        .orElseGet(() -> ofStore(name));
  }

  private static StrategyFactory ofStore(String uri) {
    if (!uri.contains(":")) {
      throw new IllegalArgumentException(
          "there is no way '%s'; there are %s, and any store URI"
              .formatted(uri, String.join(", ", ALL.stream().map(StrategyFactory::name).toList())));
    }
    return new StrategyFactory(uri, "store", stores(uri));
  }

  private static Opener stores(String uri) {
    return (opening, body) -> {
      Store store = Store.open(uri);
      try {
        return strategy(store, opening, body);
      } catch (RuntimeException | Error e) {
        store.close();
        throw e;
      }
    };
  }

  private static SharingStrategy strategy(
      Store store, Map<String, Account> opening, Runnable body) {
    return store.capabilities().contains(Capability.ATOMIC_OVER_KEYS)
        ? new StoreStrategy(store, opening, body)
        : new OwnersStrategy(store, opening, body);
  }
}
