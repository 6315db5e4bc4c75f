package io.isolde.store;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;

/** The available backends, one of which opens a given URI. Immutable. */
record Backends(List<StoreProvider> providers) {
  /**
   * Loads the providers with this library's class loader, so that the thread's context class loader
   * makes no difference.
   */
  static Backends load() {
    ServiceLoader<StoreProvider> loader =
        ServiceLoader.load(StoreProvider.class, StoreProvider.class.getClassLoader());
    return new Backends(loader.stream().map(ServiceLoader.Provider::get).toList());
  }

  Store open(StoreUri uri) {
    List<StoreProvider> fitting =
        providers.stream().filter(provider -> provider.scheme().equals(uri.scheme())).toList();
    return switch (fitting.size()) {
      case 0 -> throw unknown(uri);
      case 1 -> fitting.get(0).open(uri);
      default -> throw ambiguous(uri, fitting);
    };
  }

  private IllegalArgumentException unknown(StoreUri uri) {
    return new IllegalArgumentException(
        "no backend for the store URI '"
            + uri
            + "': the schemes available are "
            + listOf(providers, StoreProvider::scheme));
  }

  private static IllegalStateException ambiguous(StoreUri uri, List<StoreProvider> fitting) {
    return new IllegalStateException(
        "more than one backend for the store URI '"
            + uri
            + "': "
            + listOf(fitting, provider -> provider.getClass().getName()));
  }

  private static String listOf(
      List<StoreProvider> providers, Function<StoreProvider, String> text) {
    return providers.stream().map(text).sorted().toList().toString();
  }
}
