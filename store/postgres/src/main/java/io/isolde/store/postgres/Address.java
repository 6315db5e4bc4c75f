package io.isolde.store.postgres;

import io.isolde.store.StoreUri;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the URI of a {@code postgres:} store says: {@code
 * postgres://host1:5432,host2/database?schema=bank&pool=10&ssl=verify-full&rootcert=/path}.
 * Immutable.
 *
 * @param hosts with their ports, separated by commas
 * @param database its name
 * @param ssl the mode
 * @param rootCertificate a file; empty for those that the JVM trusts
 * @param options schema and sessions
 */
record Address(
    String hosts, String database, String ssl, String rootCertificate, PostgresOptions options) {
  private static final Pattern SYNTAX =
      Pattern.compile("//(?<hosts>[^/?@]+)/(?<database>[^/?]+)(\\?(?<query>.*))?");

  private static final Set<String> MODES = Set.of("disable", "require", "verify-ca", "verify-full");

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

  /**
   * Parses a URI.
   *
   * @throws IllegalArgumentException if it is malformed; the message does not repeat what could be
   *     a password
   */
  static Address of(StoreUri uri) {
    if (uri.rest().contains("@")) {
      throw new IllegalArgumentException(
          "a postgres: URI has no credentials: set PGUSER and PGPASSWORD, write a .pgpass file, or"
              + " open the store with a DataSource");
    }
    Matcher parts = SYNTAX.matcher(uri.rest());
    if (!parts.matches()) {
      throw malformed(uri, "it must be postgres://host:port/database?options");
    }
    String hosts = parts.group("hosts");
    Address plain =
        new Address(
            hosts,
            parts.group("database"),
            isLoopback(hosts) ? "disable" : "verify-full",
            "",
            PostgresOptions.DEFAULT);
    String query = parts.group("query");
    return query == null || query.isEmpty() ? plain : plain.with(uri, query.split("&", -1));
  }

  private static boolean isLoopback(String hosts) {
    return Arrays.stream(hosts.split(",", -1))
        .map(host -> host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT))
        .allMatch(LOOPBACK::contains);
  }

  private Address with(StoreUri uri, String[] settings) {
    Address address = this;
    for (String setting : settings) {
      String[] pair = setting.split("=", 2);
      if (pair.length < 2) {
        throw malformed(uri, "each option has a value, as in schema=bank");
      }
      address = address.with(uri, pair[0], pair[1]);
    }
    return address;
  }

  private Address with(StoreUri uri, String option, String value) {
    return switch (option) {
      case "schema" -> with(options.withSchema(value));
      case "pool" -> with(options.withSessions(number(uri, value)));
      case "ssl" -> new Address(hosts, database, mode(uri, value), rootCertificate, options);
      case "rootcert" -> new Address(hosts, database, ssl, value, options);
      default ->
          throw malformed(
              uri, "there is no option '" + option + "'; there are schema, pool, ssl, rootcert");
    };
  }

  private Address with(PostgresOptions newOptions) {
    return new Address(hosts, database, ssl, rootCertificate, newOptions);
  }

  private static int number(StoreUri uri, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw malformed(uri, "pool must be a number, not '" + value + "'");
    }
  }

  private static String mode(StoreUri uri, String value) {
    if (!MODES.contains(value)) {
      throw malformed(
          uri, "ssl must be one of " + String.join(", ", MODES.stream().sorted().toList()));
    }
    return value;
  }

  private static IllegalArgumentException malformed(StoreUri uri, String why) {
    String shown = uri.toString().replaceFirst("\\?.*", "?…"); // it might have a password in it
    return new IllegalArgumentException("malformed store URI '" + shown + "': " + why);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://" + hosts + "/" + database;
  }

  /** The settings of the driver; credentials come from the environment or a .pgpass file. */
  Properties driver(Map<String, String> environment) {
    Properties settings = new Properties();
    settings.setProperty("ApplicationName", "isolde");
    settings.setProperty("sslmode", ssl);
    settings.setProperty("targetServerType", "primary");
    settings.setProperty("tcpKeepAlive", "true");
    settings.setProperty("connectTimeout", "10");
    settings.setProperty("socketTimeout", "60");
    // The store looks rows up by their keys. A scan of a whole table would lock the whole table.
    settings.setProperty(
        "options", "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off");
    if (rootCertificate.isEmpty()) {
      settings.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    } else {
      settings.setProperty("sslrootcert", rootCertificate);
    }
    copy(environment, "PGUSER", settings, "user");
    copy(environment, "PGPASSWORD", settings, "password");
    return settings;
  }

  private static void copy(
      Map<String, String> environment, String variable, Properties settings, String name) {
    String value = environment.get(variable);
    if (value != null) {
      settings.setProperty(name, value);
    }
  }
}
