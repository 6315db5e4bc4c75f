package io.isolde.store.backend;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of one store and what each was opened as, for good. Thread-safe. */
final class Names {
  /** Enough for anything that people read, and little enough for a message. */
  private static final int LENGTH_MAX = 1000;

  /** Control characters, and halves of surrogate pairs, which no file could say. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  private record Opened(Kind kind, Object thing) {}

  private final ConcurrentHashMap<String, Opened> opened = new ConcurrentHashMap<>();

  /** What was opened under {@code name}; {@code make} is called if it is new. */
  @SuppressWarnings("unchecked") // things of one kind are of one type
  <T> T open(String name, Kind kind, Supplier<T> make) {
    check(name, kind);
    Opened found = opened.computeIfAbsent(name, absent -> new Opened(kind, make.get()));
    if (!found.kind().equals(kind)) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be opened as " + kind + ": it was opened as " + found.kind());
    }
    return (T) found.thing();
  }

  private static void check(String name, Kind kind) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a name must not be blank, but is '" + name + "'");
    }
    if (name.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a name must have at most " + LENGTH_MAX + " characters, but has " + name.length());
    }
    Matcher unprintable = UNPRINTABLE.matcher(name);
    if (unprintable.find()) {
      throw new IllegalArgumentException(
          "a name must not contain U+%04X, as '%s' does"
              .formatted((int) unprintable.group().charAt(0), unprintable.replaceAll("?")));
    }
    if (kind.types().stream().anyMatch(Class::isPrimitive)) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be opened as " + kind + ": types are classes, not primitive");
    }
  }
}
