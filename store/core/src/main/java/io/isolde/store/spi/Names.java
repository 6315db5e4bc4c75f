package io.isolde.store.spi;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of one store, each with what it was opened as, which never changes. Thread-safe. */
final class Names {
  /** Long enough for any name that people read, and short enough for an exception message. */
  private static final int LENGTH_MAX = 1000;

  /** Control characters, and halves of surrogate pairs, which cannot be encoded in a file. */
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  private record Opened(Kind kind, Object thing) {}

  private final ConcurrentHashMap<String, Opened> opened = new ConcurrentHashMap<>();

  /** Returns what was opened under {@code name}; calls {@code make} if the name is new. */
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
