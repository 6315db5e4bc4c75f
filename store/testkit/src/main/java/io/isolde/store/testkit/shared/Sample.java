package io.isolde.store.testkit.shared;

import io.isolde.store.Store;
import io.isolde.store.StoreMap;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A class of an application, of which two JVMs store values and keys.
 *
 * @param type the class
 * @param make makes a value that depends on a text; equal texts make equal values
 */
record Sample<T>(Class<T> type, Function<String, T> make) {
  /** An enum. */
  enum Metal {
    COPPER,
    SILVER,
    GOLD;

    static Metal of(String text) {
      return values()[Math.floorMod(text.hashCode(), values().length)];
    }
  }

  /** A record with an enum. */
  record Coin(Metal metal, int grams, String stamp) {
    static Coin of(String text) {
      return new Coin(Metal.of(text), text.length(), text);
    }
  }

  /** A record with records. */
  record Purse(String owner, List<Coin> coins, Optional<LocalDate> lost) {
    static Purse of(String text) {
      LocalDate day = LocalDate.of(2026, 1, 1 + text.length());
      return new Purse(text, List.of(Coin.of(text), Coin.of(text + "!")), Optional.of(day));
    }
  }

  /** A record with a map whose keys are constants of an enum. */
  record Safe(Purse purse, Map<Metal, Long> bars) {
    static Safe of(String text) {
      return new Safe(Purse.of(text), new EnumMap<>(Map.of(Metal.of(text), 1L)));
    }
  }

  /** A record that has the simple name of no other. */
  record Stamp(String text, long value) {}

  /** A record with the component types of {@link Stamp}. */
  record Seal(String text, long value) {}

  static List<Sample<?>> all() {
    return List.of(
        new Sample<>(Safe.class, Safe::of),
        new Sample<>(Metal.class, Metal::of),
        new Sample<>(Stamp.class, text -> new Stamp(text, text.length())),
        new Sample<>(Seal.class, text -> new Seal(text, -text.length())),
        new Sample<>(Purse.class, Purse::of),
        new Sample<>(Coin.class, Coin::of));
  }

  private StoreMap<String, T> values(Store store) {
    return store.map("values of " + type.getSimpleName(), String.class, type);
  }

  private StoreMap<T, String> keys(Store store) {
    return store.map("keys of " + type.getSimpleName(), type, String.class);
  }

  /** Stores what the text makes, as a value and as a key. */
  void put(Store store, String text) {
    values(store).put(text, make.apply(text));
    keys(store).put(make.apply(text), text);
  }

  /** Whether what the text makes is found, as a value and by its key. */
  boolean isFound(Store store, String text) {
    T wanted = make.apply(text);
    String found = keys(store).get(wanted);
    return wanted.equals(values(store).get(text))
        && found != null
        && make.apply(found).equals(wanted);
  }
}
