package io.isolde.store;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a store: {@code scheme:rest}. Immutable.
 *
 * <p>The scheme follows RFC 3986; it is kept in lower case, even if written otherwise. The rest
 * belongs to the backend: it may be empty, which {@link java.net.URI} does not allow, and need not
 * be escaped.
 *
 * @param scheme names the backend
 * @param rest interpreted by the backend; empty for in-memory backends
 */
public record StoreUri(String scheme, String rest) {
  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]*");
  private static final Pattern SYNTAX = Pattern.compile("([^:]*):(.*)", Pattern.DOTALL);
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  /**
   * Makes a URI from its parts.
   *
   * @param scheme in lower case, without the colon
   * @param rest may be empty
   * @throws IllegalArgumentException if {@code scheme} is malformed
   */
  public StoreUri {
    if (!SCHEME.matcher(scheme).matches()) {
      throw malformed(scheme + ":" + rest, "'" + scheme + "' is not a scheme");
    }
  }

  /**
   * Parses a URI into its parts.
   *
   * @param uri for example {@code stm:}
   * @return its parts
   * @throws IllegalArgumentException if {@code uri} has no scheme, or a control character or half
   *     of a surrogate pair anywhere
   */
  public static StoreUri parse(String uri) {
    Matcher unprintable = UNPRINTABLE.matcher(uri);
    if (unprintable.find()) {
      int code = unprintable.group().charAt(0);
      throw malformed(unprintable.replaceAll("?"), "it must not contain U+%04X".formatted(code));
    }
    Matcher parts = SYNTAX.matcher(uri);
    if (!parts.matches()) {
      throw malformed(uri, "it must start with a scheme and a colon, as in 'stm:'");
    }
    return new StoreUri(parts.group(1).toLowerCase(Locale.ROOT), parts.group(2));
  }

  /**
   * Checks that there is no rest, for backends that take none.
   *
   * @return this
   * @throws IllegalArgumentException if there is a rest
   */
  public StoreUri requireNoRest() {
    if (!rest.isEmpty()) {
      throw malformed(toString(), "nothing may follow '" + scheme + ":'");
    }
    return this;
  }

  private static IllegalArgumentException malformed(String uri, String why) {
    return new IllegalArgumentException("malformed store URI '" + uri + "': " + why);
  }

  /**
   * The URI as text.
   *
   * @return what {@link #parse} takes
   */
  @Override
  public String toString() {
    return scheme + ":" + rest;
  }
}
