package io.isolde.benchmarks.comparison;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.isolde.benchmarks.peer.Peer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a variant of a comparison does. Immutable.
 *
 * @param scenario the simple name of a subclass of {@link io.isolde.benchmarks.scenario.Scenario}
 * @param params the values of its parameters, by name
 * @param roles one for each thread
 * @param virtual whether they are virtual threads
 */
public record Configuration(
    String scenario, SortedMap<String, String> params, List<Integer> roles, boolean virtual) {
  static Configuration of(String scenario, Peer peer, int threads) {
    return new Configuration(
        scenario,
        new TreeMap<>(Map.of("peer", peer.name())),
        Collections.nCopies(threads, 0),
        false);
  }

  Configuration with(String param, Object value) {
    SortedMap<String, String> more = new TreeMap<>(params);
    more.put(param, value.toString());
    return new Configuration(scenario, more, roles, virtual);
  }

  Configuration withRoles(Integer... newRoles) {
    return new Configuration(scenario, params, List.of(newRoles), virtual);
  }

  Configuration onPlatformThreads() {
    return new Configuration(scenario, params, roles, false);
  }

  Configuration onVirtualThreads() {
    return new Configuration(scenario, params, roles, true);
  }

  /** The peer, by name. */
  @JsonIgnore
  public String peer() {
    return params.getOrDefault("peer", "");
  }

  /** For example {@code ISOLDE TwoRefTransfer refs=1000}. */
  public String describe() {
    StringBuilder text = new StringBuilder(peer()).append(' ').append(scenario);
    params.forEach(
        (name, value) -> {
          if (!name.equals("peer")) {
            text.append(' ').append(name).append('=').append(value);
          }
        });
    return text.append(virtual ? " on virtual threads" : "").toString();
  }
}
